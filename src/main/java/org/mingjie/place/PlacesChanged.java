package org.mingjie.place;

/**
 * Places have changed in the current transaction; their ids stand in the temporary table {@code changed_place}.
 * Read models follow before the commit, set-wise.
 *
 * @param count number of places
 */
public record PlacesChanged(long count) {

  /** Made once in a transaction by the command that changes places. */
  public static final String CREATE_TABLE =
      "CREATE TEMPORARY TABLE IF NOT EXISTS changed_place (place_id uuid PRIMARY KEY) ON COMMIT DROP";
}
