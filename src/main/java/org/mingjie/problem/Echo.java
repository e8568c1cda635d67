package org.mingjie.problem;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Words of a client in a problem document: enough of them to know them again, for nobody reads thousands of characters. */
public final class Echo {

  /** Code points of a text, characters of an address. */
  private static final int MOST = 100;

  private static final String MARKS = "-._~!$&'()*+,;=:@/";
  private static final String ELLIPSIS = "%E2%80%A6";

  private Echo() {}

  /** The beginning of a text, which ends with an ellipsis where it is cut; empty for null. */
  public static String brief(@Nullable Object said) {
    String text = said == null ? "" : said.toString();
    return text.codePointCount(0, text.length()) <= MOST ? text : text.substring(0, text.offsetByCodePoints(0, MOST)) + "…";
  }

  /** The address that was asked for, also where the container has sent the request on to another. */
  static @Nullable URI instance(HttpServletRequest request) {
    Object asked = request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI);
    String path = asked instanceof String first ? first : request.getRequestURI();
    return path == null ? null : instance(path);
  }

  /**
   * A path as a reference that can be read (RFC 3986, 4.2), whatever stood in it.
   *
   * @param path as it came, with percent signs that may encode nothing
   */
  static URI instance(String path) {
    StringBuilder safe = new StringBuilder();
    for (int i = 0; i < path.length() && safe.length() <= MOST + 9; i += Character.charCount(path.codePointAt(i))) {
      String one = Character.toString(path.codePointAt(i));
      boolean asItIs = isLetterOrDigit(one.charAt(0)) || MARKS.contains(one) || one.equals("%") && isEscape(path, i);
      safe.append(asItIs ? one : escaped(one));
    }
    if (safe.length() > 1 && safe.charAt(0) == '/' && safe.charAt(1) == '/') {
      safe.replace(1, 2, "%2F"); // else what follows would be the name of a server
    }
    if (safe.length() > MOST) {
      int end = MOST;
      while (isInCharacter(safe, end)) {
        end--;
      }
      safe.setLength(end);
      safe.append(ELLIPSIS);
    }
    return URI.create(safe.toString());
  }

  private static boolean isLetterOrDigit(char c) {
    return c < 128 && Character.isLetterOrDigit(c);
  }

  private static boolean isEscape(String path, int percent) {
    return path.length() > percent + 2 && Character.digit(path.charAt(percent + 1), 16) >= 0 && Character.digit(path.charAt(percent + 2), 16) >= 0;
  }

  private static String escaped(String character) {
    StringBuilder escaped = new StringBuilder();
    for (byte b : character.getBytes(StandardCharsets.UTF_8)) {
      escaped.append("%%%02X".formatted(b));
    }
    return escaped.toString();
  }

  /** Whether a cut here would leave a part of an escape, or of the bytes of one character. */
  private static boolean isInCharacter(CharSequence escaped, int at) {
    return escaped.charAt(at - 1) == '%' || escaped.charAt(at - 2) == '%'
        || escaped.charAt(at) == '%' && Character.digit(escaped.charAt(at + 1), 16) >> 2 == 2; // 10xxxxxx goes on with a character
  }
}
