package org.mingjie.exchange;

/** Someone stopped the import; nothing of the file was written. */
public final class ImportCancelled extends RuntimeException {

  ImportCancelled() {
    super("导入已取消，没有写入任何内容");
  }
}
