package org.mingjie.geometry;

/** Beijing 1954 or Xi'an 1980 without the bureau's own seven parameters: the position stays as given, unplaced. */
public final class NeedsSevenParameters extends UnknownCoordinateSystem {

  NeedsSevenParameters(String system, String datum) {
    super(system, "基准 " + datum + " 需要本地七参数才能转成 CGCS2000；在导入方案里填写 sevenParameters，"
        + "或先用专业软件转换。没有参数时坐标原样保存，不上图");
  }
}
