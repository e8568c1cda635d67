package org.mingjie.launch.district;

import java.util.ArrayList;
import java.util.List;

/** A dozen names with a past, each near a township, with protection levels such as local lists use. */
final class Heritage {

  /** Township, specific, generic, class, level, meaning; x, y in cells from the seat. */
  private static final String NAMES = """
      浒溪镇|浒溪|古镇|25300|千年古镇|浒溪古镇临溪而建，旧有七街十二巷|2|1
      青江镇|青江|古城|25300|省级历史地名|明代筑城，今存南门与半里城墙|-2|2
      十里堡镇|十里堡pù|古驿道|25100|市级历史地名|古驿道上距州城十里的铺递|3|-2
      云台乡|百步|石阶|25100|县级历史地名|登云台山的旧石阶，凡百余级|6|-8
      罗塘镇|罗塘|古堰|25100|市级历史地名|旧时引水灌田的石堰|-4|3
      甪里镇|甪里|书院|25100|省级历史地名|相传为隐者讲学处|2|-2
      观音滩镇|观音滩|古渡|25100|县级历史地名|旧时水陆转运的渡口|-3|1
      凤凰镇|凤凰|塔|25100|市级历史地名|七层砖塔，塔影倒映江中|4|2
      石镜镇|石镜|摩崖|25100|省级历史地名|崖面光可鉴人，有历代题刻|-5|-4
      新圩镇|老圩xū|戏台|25100|县级历史地名|旧时赶圩演戏的木台|1|1
      柳溪镇|状元|桥|23610|市级历史地名|三孔石拱桥，相传为状元所捐|2|1
      漈下乡|漈下|梯田|25300|千年古村落|沿漈水而上的层层梯田|5|4
      南浦镇|南浦|老街|25300|市级历史地名|骑楼相连的旧商街|1|2
      怀岭镇|怀岭|古关|25100|县级历史地名|两州分界的旧关隘|-6|-7
      """;

  private Heritage() {}

  static List<Draft> of(Plan plan, Territory territory, Shapes shapes) {
    List<Draft> all = new ArrayList<>();
    for (String line : NAMES.lines().toList()) {
      String[] f = line.split("\\|");
      int t = 0;
      while (!plan.townships.get(t).name().text().equals(f[0])) t++;
      int seat = territory.townshipSeat[t];
      double x = seat % Grid.WIDTH + Double.parseDouble(f[6]);
      double y = seat / Grid.WIDTH + Double.parseDouble(f[7]);
      all.add(new Draft(f[3], Name.of(f[1], f[2]), .66).at(shapes.point(x, y)).heritage(f[4]).meaning(f[5] + "（虚构样本）"));
    }
    return all;
  }
}
