package org.mingjie.exchange;

/** Someone stopped an import or an export; nothing of it was written. */
public final class Cancelled extends RuntimeException {

  private Cancelled(String message) {
    super(message);
  }

  static Cancelled ofImport() {
    return new Cancelled("导入已取消，没有写入任何内容");
  }

  static Cancelled ofExport() {
    return new Cancelled("导出已取消，没有留下文件");
  }
}
