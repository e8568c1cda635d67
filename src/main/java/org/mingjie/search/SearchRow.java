package org.mingjie.search;

import org.jspecify.annotations.Nullable;
import org.mingjie.romanization.Reading;

/**
 * One name of a place in one reading, as the index holds it.
 *
 * @param name folded
 * @param written as the registry writes it
 * @param alternative whether another row has the same name in its likeliest reading
 * @param x longitude in degrees, NaN where the place has no position
 * @param y latitude in degrees
 * @param fresh whether it comes after the table was put in order
 */
record SearchRow(String placeId, String name, String written, String status, boolean alternative, Reading reading, float importance,
    String division, String classCode, double x, double y, boolean fresh) {

  /** Columns in the order of {@link #appendTo}. */
  static final String COLUMNS = "place_id, name, written, name_status, alternative, py, cuts, ini, imp, div, class, x, y, fresh, tok";

  boolean isPlaced() {
    return !Double.isNaN(x);
  }

  /** One line of COPY in text format. */
  void appendTo(StringBuilder out) {
    field(out, placeId);
    field(out, name);
    field(out, written.equals(name) ? null : written);
    field(out, status);
    field(out, alternative ? "t" : "f");
    field(out, reading.joined());
    StringBuilder cuts = new StringBuilder();
    reading.syllables().forEach(s -> cuts.append(Math.min(9, s.length())));
    field(out, cuts.toString());
    field(out, reading.initials());
    field(out, Float.toString(importance));
    field(out, division);
    field(out, classCode);
    field(out, isPlaced() ? Double.toString(x) : null);
    field(out, isPlaced() ? Double.toString(y) : null);
    field(out, fresh ? "t" : "f");
    int start = out.length();
    for (String token : Tokens.of(this)) {
      escape(out.append(out.length() > start ? " " : ""), Tokens.quoted(token));
    }
    out.append('\n');
  }

  private static void field(StringBuilder out, @Nullable String value) {
    if (value == null) {
      out.append("\\N");
    } else {
      escape(out, value);
    }
    out.append('\t');
  }

  private static void escape(StringBuilder out, String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '\\' -> out.append("\\\\");
        case '\t' -> out.append("\\t");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        default -> out.append(c);
      }
    }
  }
}
