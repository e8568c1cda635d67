package org.mingjie.feature;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/** A request for a document: its address as the client wrote it, its parameters, each at most once, and its form. */
final class Ask {

  private final String root;
  private final String path;
  private final Map<String, String> parameters = new LinkedHashMap<>();
  private final List<Fault> faults = new ArrayList<>();
  private final Representation form;

  /**
   * @param path of the document below {@code /ogc}, without a trailing slash; empty for the landing page
   * @param known names of the parameters of the document besides {@code f}
   */
  Ask(HttpServletRequest request, String path, Set<String> known) {
    this.root = ServletUriComponentsBuilder.fromContextPath(request).build().toUriString() + "/ogc";
    this.path = path;
    Set<String> names = new TreeSet<>(known);
    names.add("f");
    request.getParameterMap().forEach((name, values) -> take(name, values, names));
    this.form = form(request.getHeader(HttpHeaders.ACCEPT));
  }

  private void take(String name, String[] values, Set<String> names) {
    if (!names.contains(name)) {
      fault(name, "没有参数 %s；可用的参数是 %s".formatted(name, String.join("、", names)));
    } else if (values.length > 1) {
      fault(name, "参数 %s 给了 %d 次，只能给一次".formatted(name, values.length));
    } else if (values[0].isBlank()) {
      fault(name, "参数 %s 没有值；给一个值，或者去掉它".formatted(name));
    } else if (values[0].indexOf('\0') >= 0) {
      fault(name, "参数 %s 里有不能用的字符（U+0000），去掉它".formatted(name));
    } else {
      parameters.put(name, values[0]);
    }
  }

  private Representation form(@Nullable String accept) {
    String asked = parameters.get("f");
    if (asked == null) {
      return Representation.preferred(accept);
    }
    if (!asked.equals("json") && !asked.equals("html")) {
      fault("f", "f 是 %s，只能是 json 或 html".formatted(asked));
    }
    return asked.equals("html") ? Representation.HTML : Representation.JSON;
  }

  void fault(String parameter, String detail) {
    faults.add(new Fault(parameter, detail));
  }

  /** Every check is done. */
  Ask settle() {
    if (!faults.isEmpty()) {
      throw Refusal.of(faults);
    }
    return this;
  }

  Optional<String> parameter(String name) {
    return Optional.ofNullable(parameters.get(name));
  }

  boolean asPage() {
    return form == Representation.HTML;
  }

  /** Address of another document in JSON or HTML. */
  String address(String of, Representation as) {
    return root + of + "?f=" + as.key();
  }

  /** Address of a document that a client may add parameters to. */
  String address(String of) {
    return root + of;
  }

  /** Links from this document to itself and to its other form. */
  List<Link> selfLinks(MediaType json) {
    return List.of(
        new Link(here(form, Map.of()), "self", type(form, json), "本文档"),
        new Link(here(form.other(), Map.of()), "alternate", type(form.other(), json),
            form.other() == Representation.HTML ? "本文档的网页" : "本文档的 JSON"));
  }

  /** Address of this document with other parameters. */
  String here(Representation as, Map<String, String> changed) {
    Map<String, String> all = new LinkedHashMap<>(parameters);
    all.remove("f");
    all.putAll(changed);
    all.put("f", as.key());
    return root + path + all.entrySet().stream().map(p -> encode(p.getKey()) + "=" + encode(p.getValue()))
        .collect(Collectors.joining("&", "?", ""));
  }

  Representation form() {
    return form;
  }

  static String type(Representation form, MediaType json) {
    return form == Representation.HTML ? MediaType.TEXT_HTML_VALUE : json.toString();
  }

  /** Commas, colons and slashes may stand in a query (RFC 3986, 3.4) and read better so. */
  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8)
        .replace("+", "%20").replace("%2C", ",").replace("%3A", ":").replace("%2F", "/");
  }
}
