package org.mingjie.tile;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Layers of the set {@code base}, in the order in which they are drawn and stand in a tile. */
enum TileLayer {

  GROUND("ground", "建成区、绿地和景区的面"),
  WATER("water", "河流、湖泊、水库的线和面"),
  DIVISION("division", "行政区域的面"),
  BOUNDARY("boundary", "行政区域界线，相邻两区之间只有一条；级别是它分开的最高一级"),
  ROAD("road", "公路、铁路和城镇道路的线"),
  DIVISION_LABEL("division_label", "县级以上行政区域注记的位置"),
  PLACE("place", "地名点，每级每格只留最重要的一个");

  static final Set<TileLayer> ALL = EnumSet.allOf(TileLayer.class);

  private final String id;
  private final String description;

  TileLayer(String id, String description) {
    this.id = id;
    this.description = description;
  }

  static Optional<TileLayer> find(String id) {
    return Stream.of(values()).filter(layer -> layer.id.equals(id)).findFirst();
  }

  static List<String> ids() {
    return Stream.of(values()).map(TileLayer::id).toList();
  }

  String id() {
    return id;
  }

  String description() {
    return description;
  }
}
