package org.mingjie.exchange;

/** A whole file cannot be taken: what is wrong and how to mend it, in Chinese; nothing of it was written. */
public final class FileRefused extends RuntimeException {

  private final String file;
  private final String remedy;

  public FileRefused(String file, String what, String remedy) {
    super(what);
    this.file = file;
    this.remedy = remedy;
  }

  public String file() {
    return file;
  }

  public String remedy() {
    return remedy;
  }
}
