package org.mingjie.launch.district;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The drawn plan of the prefecture: counties and townships with their codes, names and where the seats should stand. */
final class Plan {

  /** @param code six digits; {@code shortName} joins the names of border lines */
  record County(String code, Name name, char shortName, int seatTownship) {}

  /** @param code nine digits; x, y kilometres from the north-west corner of the grid */
  record Township(String code, Name name, int county, double x, double y) {}

  private static final String COUNTIES = """
      990102 云城 区 云
      990121 青渡 县 青
      990122 白石 县 白
      990123 桐山 县 桐
      990124 怀岭 县 怀
      990125 南浦 县 南
      990181 安阜 市 安
      """;

  /** County, specific term with readings where they are not the usual ones, generic term, x, y. The first is the seat. */
  private static final String TOWNSHIPS = """
      云 鼓楼 街道 38 62
      云 江北 街道 40 55
      云 西湖 街道 32 59
      云 江口 镇 48 60
      云 北塘 镇 33 49
      云 五里牌 镇 24 56
      云 大泽 镇 26 72
      云 界首 镇 37 71
      云 甪里 镇 16 63
      青 青江 镇 73 55
      青 浒溪 镇 79 43
      青 石埠 镇 62 63
      青 白鹤 镇 84 53
      青 龙潭 镇 75 66
      青 罗塘 镇 86 65
      青 柳溪 镇 67 41
      青 渔洲 镇 93 47
      青 云台 乡 60 51
      青 松涧 乡 74 31
      青 古塘 乡 65 72
      青 杉木坪 乡 85 32
      青 横岭 乡 93 36
      青 大垅 乡 76 76
      白 白石 镇 44 38
      白 双溪 镇 55 34
      白 上洞 乡 31 27
      白 石泉 镇 46 47
      白 金坪 乡 55 22
      白 赤岭 乡 42 20
      白 十里堡pù 镇 31 38
      白 乐yuè溪 镇 20 43
      桐 桐山 镇 48 80
      桐 下渡 镇 51 69
      桐 木塘 镇 38 81
      桐 观音滩 镇 59 80
      桐 竹园 乡 43 91
      桐 三岔 镇 65 89
      桐 漈下 乡 27 83
      桐 新圩 镇 54 91
      怀 怀岭 镇 96 23
      怀 大洞 乡 84 21
      怀 黄沙 镇 107 28
      怀 长坪 乡 71 20
      怀 北岭 乡 92 12
      怀 岭脚 镇 106 15
      怀 垟坑 乡 78 11
      安 凤山 街道 109 44
      安 东埠 镇 119 49
      安 凤凰 镇 101 39
      安 桥头 镇 118 35
      安 沙洲 镇 104 52
      安 大圩 镇 120 25
      安 泷shuāng口 镇 113 59
      南 南浦 镇 103 76
      南 新墟 镇 90 83
      南 马家 镇 104 64
      南 太平 镇 116 70
      南 水车 乡 78 89
      南 石镜 镇 109 87
      南 洑口 乡 97 91
      南 铅yán坑 镇 119 80
      """;

  final List<County> counties = new ArrayList<>();
  final List<Township> townships = new ArrayList<>();

  Plan() {
    List<String[]> rows = COUNTIES.lines().map(l -> l.split(" ")).toList();
    for (String row : TOWNSHIPS.lines().toList()) {
      String[] f = row.split(" ");
      int county = 0;
      while (!rows.get(county)[3].equals(f[0])) county++;
      townships.add(new Township(code(rows.get(county)[0], f[2]), Name.of(f[1], f[2]), county, Double.parseDouble(f[3]), Double.parseDouble(f[4])));
    }
    for (int c = 0; c < rows.size(); c++) {
      String[] f = rows.get(c);
      int seat = 0;
      while (townships.get(seat).county() != c) seat++;
      counties.add(new County(f[0], Name.of(f[1], f[2]), f[3].charAt(0), seat));
    }
  }

  /** Numbers of the townships that are streets or seats of counties. */
  Set<Integer> largeTowns() {
    Set<Integer> large = new TreeSet<>();
    for (County c : counties) large.add(c.seatTownship());
    for (int t = 0; t < townships.size(); t++) if (townships.get(t).name().generic().text().equals("街道")) large.add(t);
    return large;
  }

  /** GB/T 10114: 001-099 street, 100-199 town, 200-399 township, each kind counted in its county. */
  private String code(String county, String generic) {
    int from = switch (generic) {
      case "街道" -> 1;
      case "镇" -> 100;
      default -> 200;
    };
    while (taken(county + "%03d".formatted(from))) from++;
    return county + "%03d".formatted(from);
  }

  private boolean taken(String code) {
    return townships.stream().anyMatch(t -> t.code().equals(code));
  }
}
