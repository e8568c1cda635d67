package org.mingjie.feature;

import static org.mingjie.feature.Html.code;
import static org.mingjie.feature.Html.escape;
import static org.mingjie.feature.Html.fact;
import static org.mingjie.feature.Html.heads;
import static org.mingjie.feature.Html.link;
import static org.mingjie.feature.Html.row;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** The documents as pages. */
@Component
class Pages {

  private static final String[] HOME = {"名界要素服务", ""};
  private static final String[] COLLECTIONS = {"集合", "/collections"};
  private static final Map<String, String> SHAPES = Map.of(
      "Point", "点", "LineString", "线", "MultiLineString", "多线", "Polygon", "面", "MultiPolygon", "多面");
  private static final Map<String, String> STATES = Map.of(
      "standard", "标准", "unverified", "未经核定", "nonstandard", "非标准", "former", "曾用名", "suggested", "词典建议");

  private final Extents extents;
  private final OpenApi openApi;
  private final Documents documents;
  private final ItemReader reader;

  Pages(Extents extents, OpenApi openApi, Documents documents, ItemReader reader) {
    this.extents = extents;
    this.openApi = openApi;
    this.documents = documents;
    this.reader = reader;
  }

  String landing(Ask ask) {
    return page(ask, Documents.TITLE, List.<String[]>of(HOME),
        "<p>" + escape(Documents.DESCRIPTION) + "。</p>\n" + list(ask)
        + "<h2>给程序用</h2>\n<ul>\n<li>" + link(ask.address("/api", Representation.HTML), "接口说明") + "（"
        + link(ask.address("/api", Representation.JSON), "OpenAPI 3.0") + "）</li>\n<li>"
        + link(ask.address("/conformance", Representation.HTML), "符合的标准") + "</li>\n</ul>\n"
        + "<p class=\"quiet\">在 QGIS 或 GDAL 里使用，填这个地址：" + code(ask.address("")) + "</p>\n");
  }

  String conformance(Ask ask) {
    return page(ask, "符合的标准", List.of(HOME, new String[] {"符合的标准", "/conformance"}),
        "<p>OGC API 的这些一致性类：</p>\n<ul>\n"
        + documents.conformance().stream().map(c -> "<li>" + code(c) + "</li>\n").collect(Collectors.joining()) + "</ul>\n");
  }

  String collections(Ask ask) {
    return page(ask, "集合", List.of(HOME, COLLECTIONS), list(ask));
  }

  String collection(ItemCollection collection, Ask ask) {
    String extent = extents.of(collection).map(box -> Arrays.stream(box).mapToObj(Double::toString).collect(Collectors.joining(", "))
        + " <span class=\"quiet\">西、南、东、北，度</span>").orElse("还没有有位置的要素");
    StringBuilder properties = new StringBuilder(heads("属性", "名称", "说明", "可作条件"));
    collection.properties().forEach(p -> properties.append(
        row(code(p.name()), escape(p.title()), escape(p.description()), p.queryable() ? "是" : "")));
    return page(ask, collection.title(), way(collection),
        "<p>" + escape(collection.description().strip()) + "</p>\n<p>"
        + "<a class=\"button\" href=\"" + escape(items(collection, ask)) + "\">看要素</a></p>\n"
        + table(fact("范围", extent) + Stream.of(Crs.values()).map(crs -> fact(crs == Crs.CRS84 ? "坐标系" : "", code(crs.uri()) + " <span class=\"quiet\">"
            + escape(crs.description()) + (crs == Crs.CRS84 ? "（默认）" : crs == Crs.STORED ? "（存储）" : "") + "</span>")).collect(Collectors.joining()))
        + "<h2>属性</h2>\n" + table(properties.toString()));
  }

  String api(Ask ask) {
    StringBuilder body = new StringBuilder("<p>所有文档都有 JSON 和网页两种形式，用 " + code("f=json") + "、" + code("f=html")
        + " 或 Accept 选择。没有列出的参数答 400，并说明怎样改。</p>\n");
    JsonNode definition = openApi.at(ask.address(""));
    definition.get("paths").properties().forEach(path -> {
      JsonNode operation = path.getValue().get("get");
      StringBuilder rows = new StringBuilder();
      for (JsonNode parameter : operation.get("parameters")) {
        JsonNode told = parameter.has("$ref") ? definition.at(parameter.get("$ref").asString().substring(1)) : parameter;
        rows.append(row(code(told.get("name").asString()), escape(told.get("description").asString())));
      }
      body.append("<h2>").append(escape(operation.get("summary").asString())).append("</h2>\n<p>")
          .append(code("GET " + ask.address("") + path.getKey())).append("</p>\n").append(table(rows.toString()));
    });
    return page(ask, "接口说明", List.of(HOME, new String[] {"接口说明", "/api"}), body.toString());
  }

  /** Written while it is read. */
  void items(ItemsRequest request, Page page, List<Link> links, Ask ask, Writer out) throws IOException {
    ItemCollection collection = request.collection();
    List<String[]> way = new ArrayList<>(way(collection));
    way.add(new String[] {"要素", "/collections/" + collection.id() + "/items"});
    out.write(Html.begin(ask, collection.title() + "的要素", Representation.GEOJSON.toString(), way));
    out.write("<h1>" + escape(collection.title()) + "<small>"
        + (page.matched() != null ? "共 " + page.matched() + " 个"
            : (page.estimate() == null ? "" : "估计共 " + page.estimate() + " 个，") + "本页 " + page.features().size() + " 个") + "</small></h1>\n");
    out.write("<form method=\"get\" action=\"" + escape(ask.address("/collections/" + collection.id() + "/items"))
        + "\"><input type=\"hidden\" name=\"f\" value=\"html\"><input name=\"name\" required aria-label=\"名称\" placeholder=\"名称（全名）\" value=\""
        + escape(text(request.name())) + "\"><button>查</button></form>\n");
    if (page.features().isEmpty()) {
      out.write("<p class=\"empty\">" + (page.next() == null ? "没有符合条件的要素。去掉一些条件再试。" : "还没有找到，接着看下一页。") + "</p>\n");
    } else {
      out.write("<div class=\"wide\"><table>\n" + heads("名称", "拼写", "类别", "所在区划", "代码"));
      try {
        reader.read(collection, request.crs(), page.features(), feature -> write(out, row(
            link(ask.there("/collections/" + collection.id() + "/items/" + feature.id(), Representation.HTML, ItemsRequest.itemParameters(), Map.of()), feature.name()),
            escape(text(feature.spelling())), escape(feature.className()),
            escape(String.join(" ", feature.divisionPath())), code(feature.id()))));
      } catch (UncheckedIOException gone) {
        throw gone.getCause();
      }
      out.write("</table></div>\n");
    }
    for (Link link : links) {
      if (link.rel().equals("next")) {
        out.write("<p><a class=\"button\" rel=\"next\" href=\"" + escape(link.href()) + "\">下一页</a></p>\n");
      }
    }
    out.write(Html.end());
  }

  String item(ItemCollection collection, Feature feature, Ask ask) {
    List<String[]> way = new ArrayList<>(way(collection));
    way.add(new String[] {"要素", "/collections/" + collection.id() + "/items"});
    Map<String, @Nullable Object> values = feature.properties();
    StringBuilder facts = new StringBuilder();
    for (Property property : collection.properties()) {
      String value = shown(property, values.get(property.name()));
      facts.append(fact(property.title(),
          escape(property.name().equals("class") ? feature.className() + " " + value : value)));
    }
    facts.append(fact("几何", escape(shape(feature.geometry()))));
    return page(ask, feature.name(), way, table(facts.toString())
        + "<p><a href=\"" + escape(ask.address("").replaceFirst("/ogc$", "/place/" + feature.id())) + "\">在地图上看</a></p>\n");
  }

  private static String list(Ask ask) {
    return Stream.of(ItemCollection.values()).map(c ->
        "<h2>" + link(ask.address("/collections/" + c.id(), Representation.HTML), c.title()) + "</h2>\n<p>"
        + escape(c.description().strip()) + " " + link(items(c, ask), "看要素") + "</p>\n").collect(Collectors.joining());
  }

  private static String page(Ask ask, String title, List<String[]> way, String body) {
    return Html.begin(ask, title, MediaType.APPLICATION_JSON_VALUE, way)
        + "<h1>" + escape(title) + "</h1>\n" + body + Html.end();
  }

  private static List<String[]> way(ItemCollection collection) {
    return List.of(HOME, COLLECTIONS, new String[] {collection.title(), "/collections/" + collection.id()});
  }

  private static String items(ItemCollection collection, Ask ask) {
    return ask.address("/collections/" + collection.id() + "/items", Representation.HTML);
  }

  private static String table(String rows) {
    return "<div class=\"wide\"><table>\n" + rows + "</table></div>\n";
  }

  private static String shown(Property property, @Nullable Object value) {
    if (value == null) {
      return "—";
    }
    if (value instanceof List<?> parts) {
      return parts.stream().map(String::valueOf).collect(Collectors.joining(" "));
    }
    return property.name().endsWith("Status") ? STATES.getOrDefault(value.toString(), value.toString()) : value.toString();
  }

  private static String shape(@Nullable String geometry) {
    if (geometry == null) {
      return "没有";
    }
    String type = geometry.substring(9, geometry.indexOf('"', 9)); // {"type":"
    String coordinates = geometry.substring(geometry.indexOf('['), geometry.length() - 1);
    return type.equals("Point") ? "点 " + coordinates : SHAPES.getOrDefault(type, type);
  }

  private static String text(@Nullable String text) {
    return text == null ? "" : text;
  }

  private static void write(Writer out, String text) {
    try {
      out.write(text);
    } catch (IOException gone) {
      throw new UncheckedIOException(gone);
    }
  }
}
