package org.mingjie.feature;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The collections. The id of a feature is the permanent code of its place in all of them.
 *
 * <p>A unit is drawn in {@code places} as its seat where many are asked for, and as its polygon where it alone is:
 * a list of polygons would bury the other places, while whoever asks for one place wants its extent.
 */
enum ItemCollection {

  DIVISIONS("divisions", "行政区划", """
      现行的各级行政区划和村（居）民委员会辖区，几何是行政区域的多面；还没有界线的，几何为空。""",
      Property.of("officialCode", "string", "区划代码", "GB/T 2260 和统计用区划代码"),
      Property.of("level", "integer", "级别", "1 省级、2 地级、3 县级、4 乡级、5 村级").asQueryable("1", "2", "3", "4", "5"),
      Property.of("parentCode", "string", "上级", "上级区划的永久地名代码，即它在本集合里的要素标识")),

  PLACES("places", "地名", """
      全部现行地名。几何依次取面、线、点。行政区划在列表里是驻地点（没有驻地点才是面），\
      单独请求一个时是行政区域的面（没有面才是驻地点）；没有坐标的，几何为空。有的类别不公开准确位置，见 positionGrid。""",
      Grid.PROPERTY),

  ROADS("roads", "道路", """
      有线形的公路、铁路和城镇道路（GB/T 18521 类别 232 至 235）。""",
      Property.of("ref", "string", "编号", "路线编号，例如 G417"),
      Property.of("grade", "string", "等级", "来源给出的等级，例如 national、provincial、county、village"),
      Grid.PROPERTY);

  /** A constant of an enum cannot name one of its own. */
  private static final class Grid {
    static final Property PROPERTY = Property.of("positionGrid", "integer", "位置的方格",
        "这个类别不公开准确位置时，方格的边长（米）：点在方格的中心，线和面不公开；0 位置不公开；null 照登记的公开");
  }

  private static final List<Property> COMMON = List.of(
      Property.of("code", "string", "地名代码", "本系统的永久代码，从不改变，也不给别的地名"),
      Property.of("name", "string", "名称", "今天用的名称：有标准名称的是标准名称，否则取来源权重最高、时间最近的").asQueryable(),
      Property.of("nameStatus", "string", "名称状态", "standard 标准名称，unverified 未经核定，nonstandard 非标准，former 曾用名")
          .asQueryable("standard", "unverified", "nonstandard", "former"),
      Property.of("spelling", "string", "罗马字母拼写", "没有公布的拼写时，是按词典给出的建议"),
      Property.of("spellingStatus", "string", "拼写状态", "standard 标准拼写，unverified 未经核定，suggested 词典建议"),
      Property.of("class", "string", "类别", "GB/T 18521 五位类别代码").asQueryable(),
      Property.of("divisionPath", "array", "所在区划", "所在各级行政区划的名称，从大到小"));

  private final String id;
  private final String title;
  private final String description;
  private final List<Property> properties;

  ItemCollection(String id, String title, String description, Property... own) {
    this.id = id;
    this.title = title;
    this.description = description;
    this.properties = List.of(own);
  }

  static Optional<ItemCollection> find(String id) {
    return Stream.of(values()).filter(c -> c.id.equals(id)).findFirst();
  }

  String id() {
    return id;
  }

  String title() {
    return title;
  }

  String description() {
    return description;
  }

  /** In the order in which features carry them. */
  List<Property> properties() {
    List<Property> all = new ArrayList<>(COMMON);
    all.addAll(properties);
    return all;
  }

  List<Property> queryables() {
    return properties().stream().filter(Property::queryable).toList();
  }

  Set<String> queryableNames() {
    return queryables().stream().map(Property::name).collect(Collectors.toSet());
  }
}
