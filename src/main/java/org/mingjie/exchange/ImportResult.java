package org.mingjie.exchange;

/**
 * What became of the rows of an import; the four numbers add up to the rows read.
 *
 * @param accepted went in, nothing to remark
 * @param flagged went in, or was deliberately passed over, with a remark in the report
 * @param rejected did not go in
 * @param unchanged on file already
 * @param proposals changes of approved names, laid before a person
 */
public record ImportResult(long accepted, long flagged, long rejected, long unchanged, long proposals) {

  static final ImportResult NONE = new ImportResult(0, 0, 0, 0, 0);

  /** Nothing was taken. */
  public static ImportResult nothing() {
    return NONE;
  }

  ImportResult plus(ImportResult other) {
    return new ImportResult(accepted + other.accepted, flagged + other.flagged, rejected + other.rejected,
        unchanged + other.unchanged, proposals + other.proposals);
  }

  /** The last line of the command's output. */
  public String line() {
    return "accepted %d, flagged %d, rejected %d, unchanged %d".formatted(accepted, flagged, rejected, unchanged);
  }
}
