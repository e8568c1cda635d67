package org.mingjie.exchange;

import org.jspecify.annotations.Nullable;

/**
 * Something about one row that a person should know.
 *
 * @param row number in the file; the header is row 1 of a table, features count from 1; {@link #WHOLE_FILE} if it is no
 *     row's doing
 * @param field column of the file, null for the row as a whole
 * @param kind stable name for programs
 * @param message what is wrong, in Chinese
 * @param remedy how to mend it, in Chinese
 */
public record Finding(
    String file, int row, @Nullable String field, @Nullable String value, Outcome outcome, String kind,
    String message, String remedy) {

  static final int WHOLE_FILE = 0;

  /** What became of the row. */
  public enum Outcome { FLAGGED, REJECTED }
}
