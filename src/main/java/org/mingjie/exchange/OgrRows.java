package org.mingjie.exchange;

import java.nio.file.Path;

/** Foreign vector formats by way of GDAL. */
final class OgrRows {

  private OgrRows() {}

  static RowSource open(Path file, String name, Profile profile) {
    throw new FileRefused(name, "暂不支持", "");
  }
}
