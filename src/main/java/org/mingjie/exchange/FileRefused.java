package org.mingjie.exchange;

/** A whole file cannot be taken: what is wrong and how to mend it, in Chinese; nothing of it was written. */
public final class FileRefused extends RuntimeException {

  private final String file;
  private final String remedy;
  private ImportResult before = ImportResult.NONE;

  public FileRefused(String file, String what, String remedy) {
    super(what);
    this.file = file;
    this.remedy = remedy;
  }

  /** @param cause in the words of whoever reads the format, for the log */
  FileRefused(String file, String what, String remedy, Throwable cause) {
    this(file, what, remedy);
    initCause(cause);
  }

  public String file() {
    return file;
  }

  /** What the files before this one have brought in; they stay. */
  public ImportResult before() {
    return before;
  }

  FileRefused after(ImportResult taken) {
    before = taken;
    return this;
  }

  public String remedy() {
    return remedy;
  }
}
