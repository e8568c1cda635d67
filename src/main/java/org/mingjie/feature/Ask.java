package org.mingjie.feature;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.mingjie.problem.Echo;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/** A request for a document: its address as the client wrote it, its parameters, each at most once, and its form. */
final class Ask {

  private final String root;
  private final String path;
  private final Set<Representation> forms;
  private final Map<String, String> parameters = new LinkedHashMap<>();
  private final List<Fault> faults = new ArrayList<>();
  private final @Nullable String accept;
  private final Representation form;

  /**
   * @param path of the document below {@code /ogc}, without a trailing slash; empty for the landing page
   * @param known names of the parameters of the document besides {@code f}
   * @param forms that the document has
   */
  Ask(HttpServletRequest request, String path, Set<String> known, Set<Representation> forms) {
    this.root = ServletUriComponentsBuilder.fromContextPath(request).build().toUriString() + "/ogc";
    this.path = path;
    this.forms = forms;
    List<String> accepted = Collections.list(request.getHeaders(HttpHeaders.ACCEPT)); // several lines are one list (RFC 9110, 5.3)
    this.accept = accepted.isEmpty() ? null : String.join(",", accepted);
    Set<String> names = new TreeSet<>(known);
    names.add("f");
    request.getParameterMap().forEach((name, values) -> take(name, values, names));
    this.form = chosen();
  }

  private void take(String name, String[] values, Set<String> names) {
    if (!names.contains(name)) {
      if (faults.size() < names.size()) {
        fault(Echo.brief(name), "没有参数 %s；可用的参数是 %s".formatted(Echo.brief(name), String.join("、", names)));
      }
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

  private Representation chosen() {
    String asked = parameters.get("f");
    if (asked == null) {
      return Representation.preferred(accept, forms);
    }
    return Representation.find(asked, forms).orElseGet(() -> {
      fault("f", "f 是 %s，只能是 %s".formatted(Echo.brief(asked),
          forms.stream().sorted().map(Representation::key).collect(Collectors.joining(" 或 "))));
      return Representation.JSON;
    });
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

  /** Links from this document to itself and to its other forms. */
  List<Link> selfLinks(MediaType json) {
    List<Link> links = new ArrayList<>();
    links.add(new Link(here(form, Map.of()), "self", type(form, json), "本文档"));
    forms.stream().sorted().filter(other -> other != form).forEach(other ->
        links.add(new Link(here(other, Map.of()), "alternate", type(other, json), switch (other) {
          case JSON -> "本文档的 JSON";
          case HTML -> "本文档的网页";
          case SEQUENCE -> "这些要素逐个给出，直到最后一个";
        })));
    return links;
  }

  /** Address of this document with other parameters. */
  String here(Representation as, Map<String, String> changed) {
    return there(path, as, parameters.keySet(), changed);
  }

  /** Address of another document with some parameters of this one. */
  String there(String of, Representation as, Set<String> kept, Map<String, String> changed) {
    Map<String, String> all = new LinkedHashMap<>(parameters);
    all.keySet().retainAll(kept);
    all.remove("f");
    all.putAll(changed);
    all.put("f", as.key());
    return root + of + all.entrySet().stream().map(p -> encode(p.getKey()) + "=" + encode(p.getValue()))
        .collect(Collectors.joining("&", "?", ""));
  }

  Representation form() {
    return form;
  }

  /** Type of the answer. */
  MediaType mediaType(MediaType json) {
    return switch (form) {
      case HTML -> Representation.PAGE;
      case SEQUENCE -> Representation.GEOJSON_SEQUENCE;
      case JSON -> parameters.containsKey("f") ? json : Representation.called(json, accept);
    };
  }

  static String type(Representation form, MediaType json) {
    return switch (form) {
      case HTML -> MediaType.TEXT_HTML_VALUE;
      case SEQUENCE -> Representation.GEOJSON_SEQUENCE.toString();
      case JSON -> json.toString();
    };
  }

  /** Commas, colons and slashes may stand in a query (RFC 3986, 3.4) and read better so. */
  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8)
        .replace("+", "%20").replace("%2C", ",").replace("%3A", ":").replace("%2F", "/");
  }
}
