package org.mingjie.exchange;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.LineString;
import org.locationtech.jts.geom.Lineal;
import org.locationtech.jts.geom.Point;
import org.locationtech.jts.geom.Polygonal;
import org.mingjie.division.DivisionCode;
import org.mingjie.geometry.Cgcs2000;
import org.mingjie.geometry.GeometryFault;
import org.mingjie.place.NameText;

/** Checks the rows of a list of places, one by one, and gathers rows of one name where the profile says so. */
final class PlaceRows {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** A row that stands, ready to be staged; geometry in EPSG:4490. */
  static final class Draft {
    final int row;
    final @Nullable String unitCode;
    final @Nullable String name;
    final String classCode;
    @Nullable Geometry point;
    @Nullable Geometry line;
    @Nullable Geometry area;
    @Nullable Geometry unplaced;
    @Nullable String id;
    @Nullable String specific;
    @Nullable String generic;
    @Nullable String spelling;
    @Nullable String division;
    @Nullable String meaning;
    @Nullable String origin;
    @Nullable String former;
    double importance = Double.NaN;
    String attributes = "{}";

    Draft(int row, @Nullable String unitCode, @Nullable String name, String classCode) {
      this.row = row;
      this.unitCode = unitCode;
      this.name = name;
      this.classCode = classCode;
    }
  }

  private final FileImport step;
  private final Columns columns;
  private final Placing placing;
  private final Set<String> classes;
  private final Map<String, Draft> byName = new LinkedHashMap<>();

  /** @param classes codes of the classes there are */
  PlaceRows(FileImport step, Columns columns, Placing placing, Set<String> classes) {
    this.step = step;
    this.columns = columns;
    this.placing = placing;
    this.classes = classes;
  }

  /** The row as a draft; empty if it was rejected (said in the report) or gathered for later. */
  Optional<Draft> take(RowSource.Row row) {
    String given = columns.value(row, "unitCode");
    String unitCode = given == null ? null : DivisionCode.of(given, DivisionCode.levelOf(given)).orElse(given);
    String name = columns.value(row, "name");
    if (name == null && unitCode == null) {
      finding(row, columns.field("name"), null, true, "missing-value", "没有名称", "补上名称；没有名称的图形不是地名");
      return Optional.empty();
    }
    if (name != null && !named(row, name)) {
      return Optional.empty();
    }
    String classCode = columns.value(row, "class");
    if (unitCode == null && (classCode == null || !classes.contains(classCode))) {
      finding(row, columns.field("class"), classCode, true, "unknown-class",
          "类别代码“%s”不在 GB/T 18521 的表里%s".formatted(classCode, nearest(classCode)), "写五位类别代码，例如 22200 农村居民点");
      return Optional.empty();
    }
    Draft draft = new Draft(row.number(), unitCode, name, classCode == null ? "21500" : classCode);
    return describe(row, draft) && place(row, draft) ? gather(draft) : Optional.empty();
  }

  private boolean named(RowSource.Row row, String name) {
    Optional<NameText.Oddity> fatal = NameText.fatal(name);
    fatal.ifPresent(o -> finding(row, columns.field("name"), name, true, o.kind(), o.message(), o.remedy()));
    if (fatal.isEmpty()) {
      NameText.doubtful(name).ifPresent(o -> finding(row, columns.field("name"), name, false, o.kind(), o.message(), o.remedy()));
    }
    return fatal.isEmpty();
  }

  /** 地名分类码 grows by refinement, so the nearest known code shares the most leading digits. */
  private String nearest(@Nullable String code) {
    for (int length = 4; code != null && length > 0; length--) {
      String start = code.substring(0, Math.min(length, code.length()));
      Optional<String> parent = classes.stream().filter(c -> c.startsWith(start)).sorted().findFirst();
      if (parent.isPresent()) {
        return "，最近的上级类是 " + parent.get();
      }
    }
    return "";
  }

  private boolean describe(RowSource.Row row, Draft draft) {
    draft.id = columns.value(row, "id");
    draft.specific = columns.value(row, "specific");
    draft.generic = columns.value(row, "generic");
    if (draft.specific != null && draft.name != null
        && !draft.name.equals(draft.specific + (draft.generic == null ? "" : draft.generic))) {
      finding(row, columns.field("specific"), draft.specific, false, "specific-generic-differ", "专名加通名不等于全名，没有采用", "核对专名和通名");
      draft.specific = null;
      draft.generic = null;
    }
    draft.spelling = columns.value(row, "spelling");
    draft.division = columns.value(row, "division");
    draft.meaning = columns.value(row, "meaning");
    draft.origin = columns.value(row, "origin");
    draft.former = columns.value(row, "former");
    ObjectNode attributes = JSON.createObjectNode();
    for (String attribute : step.profile().attributes()) {
      String value = columns.raw(row, attribute);
      if (value != null) {
        attributes.put(attribute, value);
      }
    }
    draft.attributes = attributes.toString();
    return importance(row, draft);
  }

  private boolean importance(RowSource.Row row, Draft draft) {
    String given = columns.value(row, "importance");
    if (given != null) {
      try {
        draft.importance = Math.min(1, Math.max(0, Double.parseDouble(given)));
      } catch (NumberFormatException wrong) {
        finding(row, columns.field("importance"), given, false, "not-a-number", "重要性不是数，没有采用", "写 0 至 1 的数");
      }
    }
    return true;
  }

  private boolean place(RowSource.Row row, Draft draft) {
    boolean sound = draft.unitCode != null && columns.has("seat") || assign(row, draft, row.geometry());
    for (String extra : List.of("seat", "point", "area")) {
      String text = columns.value(row, extra);
      if (sound && text != null) {
        sound = assign(row, draft, geometry(row, extra, text));
      }
    }
    if (sound && draft.point == null && draft.line == null && draft.area == null && draft.unplaced == null) {
      finding(row, "geometry", draft.name, true, "empty-geometry", "没有位置", "补上坐标");
      return false;
    }
    return sound;
  }

  private boolean assign(RowSource.Row row, Draft draft, @Nullable Geometry given) {
    if (given == null) {
      return true;
    }
    if (placing.lacking() != null) {
      draft.unplaced = given;
      return true;
    }
    Geometry placed = placing.place(given);
    Optional<GeometryFault> fault = GeometryFault.find(placed);
    if (fault.isPresent()) {
      finding(row, "geometry", draft.name, true, fault.get().kind(), fault.get().message(), fault.get().remedy());
      return false;
    }
    if (placed instanceof Point) {
      draft.point = placed;
    } else if (placed instanceof Lineal) {
      draft.line = placed;
    } else if (placed instanceof Polygonal) {
      draft.area = placed;
    } else {
      finding(row, "geometry", draft.name, true, "mixed-geometry", "几何类型 " + placed.getGeometryType() + " 不能作地名的位置", "用点、线或面");
      return false;
    }
    return true;
  }

  /** A position [lon, lat] or a GeoJSON geometry written into a column. */
  private @Nullable Geometry geometry(RowSource.Row row, String meaning, String text) {
    try {
      JsonNode node = JSON.readTree(text);
      if (node.isArray() && node.size() == 2 && node.get(0).isNumber() && node.get(1).isNumber()) {
        return Cgcs2000.FACTORY.createPoint(new Coordinate(node.get(0).asDouble(), node.get(1).asDouble()));
      }
      Optional<String> wrong = GeoJsonCheck.fault(node);
      if (wrong.isEmpty()) {
        return GeoJsonRows.geometry(node);
      }
      finding(row, columns.field(meaning), null, false, "broken-geometry", wrong.get() + "，没有采用", "按 RFC 7946 改正");
    } catch (JsonProcessingException notJson) {
      finding(row, columns.field(meaning), text, false, "broken-geometry", "位置读不出来，没有采用", "写 [经度,纬度] 或 GeoJSON");
    }
    return null;
  }

  private Optional<Draft> gather(Draft draft) {
    if (!step.profile().mergeByName() || draft.name == null) {
      return Optional.of(draft);
    }
    Draft first = byName.putIfAbsent(draft.name + draft.classCode, draft);
    if (first != null) {
      first.line = joined(first.line, draft.line);
    } else {
      draft.id = draft.name + "@" + draft.classCode;
    }
    return Optional.empty();
  }

  private static @Nullable Geometry joined(@Nullable Geometry a, @Nullable Geometry b) {
    if (a == null || b == null) {
      return a == null ? b : a;
    }
    LineString[] parts = new LineString[a.getNumGeometries() + b.getNumGeometries()];
    for (int i = 0; i < parts.length; i++) {
      parts[i] = (LineString) (i < a.getNumGeometries() ? a.getGeometryN(i) : b.getGeometryN(i - a.getNumGeometries()));
    }
    return Cgcs2000.FACTORY.createMultiLineString(parts);
  }

  /** Places gathered from several rows. */
  Iterable<Draft> gathered() {
    return byName.values();
  }

  private void finding(RowSource.Row row, @Nullable String field, @Nullable String value, boolean fatal, String kind,
      String message, String remedy) {
    step.find(row, field, value, fatal, kind, message, remedy);
  }
}
