package org.mingjie.publication;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import jakarta.servlet.http.HttpServletRequest;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.mingjie.condition.Preconditions;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/** HtmlPages made on the server: templates without logic, every text escaped, with a tag by which a browser keeps them. */
@Component
class HtmlPages {

  private static final MediaType HTML = new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8);
  private static final int TAG_BYTES = 12;

  private final Mustache.Compiler compiler = Mustache.compiler().emptyStringIsFalse(true).zeroIsFalse(true).withLoader(HtmlPages::read);
  private final Map<String, Template> templates = new ConcurrentHashMap<>();
  private final Sites sites;
  private final WebFiles files;

  HtmlPages(Sites sites, WebFiles files) {
    this.sites = sites;
    this.files = files;
  }

  /** @param path of this server, such as /place/P000000000001; as it is seen from outside */
  static String absolute(HttpServletRequest request, String path) {
    return ServletUriComponentsBuilder.fromContextPath(request).build().toUriString() + path;
  }

  /** A page that may be kept, as long as it is asked whether it is still so. */
  ResponseEntity<byte[]> answer(HttpServletRequest request, String template, PageLanguage language, Map<String, Object> model) {
    byte[] page = render(template, language, model);
    String tag = "W/\"" + hash(page) + "\"";
    HttpHeaders headers = headers(language);
    headers.setCacheControl(CacheControl.noCache());
    headers.setETag(tag);
    return switch (Preconditions.of(request).outcome(tag)) {
      case GIVEN -> new ResponseEntity<>(page, headers, HttpStatusCode.valueOf(200));
      case NOT_MODIFIED -> new ResponseEntity<>(null, headers, HttpStatusCode.valueOf(304));
      case FAILED -> new ResponseEntity<>(null, headers, HttpStatusCode.valueOf(412));
    };
  }

  /** A page about what is not so, or for one person. */
  ResponseEntity<byte[]> answer(int status, String template, PageLanguage language, Map<String, Object> model) {
    HttpHeaders headers = headers(language);
    headers.setCacheControl(CacheControl.noStore());
    return new ResponseEntity<>(render(template, language, model), headers, HttpStatusCode.valueOf(status));
  }

  private static HttpHeaders headers(PageLanguage language) {
    HttpHeaders headers = new HttpHeaders();
    headers.setContentType(HTML);
    headers.set(HttpHeaders.CONTENT_LANGUAGE, language.tag());
    headers.set(HttpHeaders.VARY, "Accept-Language, Accept");
    return headers;
  }

  private byte[] render(String template, PageLanguage language, Map<String, Object> model) {
    Site site = sites.withoutExtent();
    Map<String, Object> all = new HashMap<>(model);
    all.putIfAbsent("keep", "");
    all.put("t", Words.of(language));
    all.put("lang", language.tag());
    all.put("langQuery", language.query());
    all.put("langMore", language.query().replace('?', '&'));
    all.put("english", language == PageLanguage.EN);
    all.put("site", site);
    all.put("dataDate", site.dataDate() == null ? "" : language.day(site.dataDate()));
    all.put("styles", files.styles());
    all.put("scripts", files.scripts());
    return templates.computeIfAbsent(template, this::compile).execute(all).getBytes(StandardCharsets.UTF_8);
  }

  private Template compile(String name) {
    return compiler.compile(read(name));
  }

  private static Reader read(String name) {
    InputStream file = HtmlPages.class.getResourceAsStream(name + ".mustache");
    if (file == null) {
      throw new IllegalArgumentException("no template " + name);
    }
    return new InputStreamReader(file, StandardCharsets.UTF_8);
  }

  private static String hash(byte[] page) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(page), 0, TAG_BYTES);
    } catch (NoSuchAlgorithmException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
  }
}
