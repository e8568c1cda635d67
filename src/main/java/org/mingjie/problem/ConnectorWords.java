package org.mingjie.problem;

import org.apache.coyote.http11.Http11InputBuffer;
import org.apache.tomcat.util.res.StringManager;
import org.jspecify.annotations.Nullable;

/** Why the connector could not read a request: it tells so in words only, in the language of the machine. */
final class ConnectorWords {

  private static final StringManager WORDS = StringManager.getManager(Http11InputBuffer.class);
  private static final String TOO_LARGE = WORDS.getString("iib.requestheadertoolarge.error");
  private static final String[] AROUND_A_TARGET = WORDS.getString("iib.invalidRequestTarget", "\0").split("\0", -1);

  private ConnectorWords() {}

  /** Whether the request line and the headers together are more than the connector reads. */
  static boolean sayTooLarge(@Nullable Throwable thrown) {
    return thrown != null && TOO_LARGE.equals(thrown.getMessage());
  }

  /** The path of a target with characters that cannot stand there, which is not kept in the request; null if that was not it. */
  static @Nullable String findPath(@Nullable Throwable thrown) {
    String message = thrown == null ? null : thrown.getMessage();
    if (message == null || AROUND_A_TARGET.length != 2 || !message.startsWith(AROUND_A_TARGET[0]) || !message.endsWith(AROUND_A_TARGET[1])) {
      return null;
    }
    String target = message.substring(AROUND_A_TARGET[0].length(), message.length() - AROUND_A_TARGET[1].length());
    return target.replaceFirst("(?s)[? ].*", "").replaceAll("0x([89a-f][0-9a-f])", "%$1"); // bytes that are no ASCII
  }
}
