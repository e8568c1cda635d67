package org.mingjie.access;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where a browser goes after the sign-in: a page of ours, whatever it was told. */
final class LocalTarget {

  static final String HOME = "/";

  /** Two slashes, or a slash and a backslash, would be another server; control characters are taken away by browsers before they look. */
  private static final Pattern LOCAL = Pattern.compile("/(?![/\\\\])[\\x21-\\x5B\\x5D-\\x7E]{0,500}");

  private LocalTarget() {}

  static String of(@Nullable String wanted) {
    return wanted != null && LOCAL.matcher(wanted).matches() ? wanted : HOME;
  }
}
