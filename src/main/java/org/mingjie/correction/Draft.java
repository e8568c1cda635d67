package org.mingjie.correction;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.mingjie.problem.Faults;

/**
 * What someone has filled in, as it came: {@link #faults} tells what is wrong with it.
 *
 * @param place permanent code; empty where the report is about a point alone
 * @param lon degrees, CGCS2000; empty where the report is about a place alone
 * @param lat degrees, CGCS2000
 * @param what code of {@link ErrorReport.What}
 * @param text what is right
 * @param source where that stands; may be empty
 * @param contact how to reach the reporter; may be empty
 * @param trap of a field that people do not see: only programs fill it in
 */
public record Draft(String place, String lon, String lat, String what, String text, String source, String contact, String trap) {

  public static final int MOST_TEXT = 2000;
  public static final int MOST_SOURCE = 500;
  public static final int MOST_CONTACT = 100;

  private static final Pattern SMALL_CODE = Pattern.compile("p[0-9]{12}");
  private static final Pattern DEGREES = Pattern.compile("[-+]?[0-9.]{1,30}(?:[eE][-+]?[0-9]{1,2})?");

  /** What is wrong with a field. The number belongs to its sentence. */
  public enum Wrong {
    MISSING, TOO_LONG, NO_CHOICE, NO_SUCH_PLACE, NO_POSITION, CONTROL_CHARACTER, TRAPPED
  }

  /** @param most characters that the field takes; 0 where the length is not the matter */
  public record Fault(String field, Wrong wrong, int most) {}

  /** Line ends of forms are two characters, those of JSON one. */
  public Draft {
    place = SMALL_CODE.matcher(place.strip()).matches() ? place.strip().toUpperCase(Locale.ROOT) : place.strip();
    lon = lon.strip();
    lat = lat.strip();
    what = what.strip();
    text = text.strip().replace("\r\n", "\n");
    source = source.strip().replace("\r\n", "\n");
    contact = contact.strip();
  }

  /** All that is wrong but for whether the place exists. */
  List<Fault> faults() {
    List<Fault> faults = new ArrayList<>();
    if (!trap.isEmpty()) {
      faults.add(new Fault("website", Wrong.TRAPPED, 0));
    }
    if (place.isEmpty() && lon.isEmpty() && lat.isEmpty()) {
      faults.add(new Fault("place", Wrong.MISSING, 0));
    } else if (!(lon.isEmpty() && lat.isEmpty()) && point().isEmpty()) {
      faults.add(new Fault("point", Wrong.NO_POSITION, 0));
    }
    if (kind().isEmpty()) {
      faults.add(new Fault("what", Wrong.NO_CHOICE, 0));
    }
    if (text.isEmpty()) {
      faults.add(new Fault("text", Wrong.MISSING, 0));
    }
    check(faults, "text", text, MOST_TEXT, true);
    check(faults, "source", source, MOST_SOURCE, true);
    check(faults, "contact", contact, MOST_CONTACT, false);
    return faults;
  }

  private static void check(List<Fault> faults, String field, String value, int most, boolean lines) {
    if (value.codePointCount(0, value.length()) > most) {
      faults.add(new Fault(field, Wrong.TOO_LONG, most));
    } else if (value.codePoints().anyMatch(c -> Faults.isHidden(c) && !(lines && (c == '\n' || c == '\t')))) {
      faults.add(new Fault(field, Wrong.CONTROL_CHARACTER, 0));
    }
  }

  Optional<ErrorReport.What> kind() {
    return Arrays.stream(ErrorReport.What.values()).filter(w -> w.code().equals(what.toLowerCase(Locale.ROOT))).findFirst();
  }

  Optional<double[]> point() {
    if (!DEGREES.matcher(lon).matches() || !DEGREES.matcher(lat).matches()) {
      return Optional.empty();
    }
    try {
      double x = Double.parseDouble(lon);
      double y = Double.parseDouble(lat);
      return Math.abs(x) <= 180 && Math.abs(y) <= 90 ? Optional.of(new double[] {x, y}) : Optional.empty();
    } catch (NumberFormatException noNumber) {
      return Optional.empty();
    }
  }

  /** By which the same report that is sent again is known. */
  byte[] hash() {
    String all = String.join("\0", place, lon, lat, what, text, source, contact);
    try {
      return MessageDigest.getInstance("SHA-256").digest(all.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
  }

  /** Enough of a contact to know it again: 138****5678, z***@example.cn, 王***. */
  static @Nullable String masked(String contact) {
    if (contact.isEmpty()) {
      return null;
    }
    int at = contact.indexOf('@');
    String first = contact.substring(0, contact.offsetByCodePoints(0, 1));
    if (at > 0) {
      return first + "***" + contact.substring(at);
    }
    return contact.matches("[0-9+ -]{7,}") ? contact.substring(0, 3) + "****" + contact.substring(contact.length() - 4) : first + "***";
  }
}
