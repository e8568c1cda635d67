package org.mingjie.place;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The permanent code of a place as it is read from an address: people type its letter small, which means the same.
 *
 * @param typed as it stands there; need not be a code at all
 */
@Schema(type = "string", pattern = "^[Pp][0-9]{12}$")
public record PlaceCode(String typed) {

  private static final Pattern SMALL = Pattern.compile("p[0-9]{12}");

  /** As the registry writes it; what can be no code stays as it was typed. */
  public String text() {
    return SMALL.matcher(typed).matches() ? typed.toUpperCase(Locale.ROOT) : typed;
  }

  /** Whether it is written as the registry does. */
  public boolean isCanonical() {
    return text().equals(typed);
  }
}
