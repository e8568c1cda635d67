package org.mingjie.condition;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/** On which tag of an answer a reader wants it (RFC 9110, 13.1.1 and 13.1.2). */
public final class Preconditions {

  /** What becomes of an answer whose status would be 200 or 204; of others conditions say nothing (RFC 9110, 13.2.1). */
  public enum Outcome {
    /** It is given. */
    GIVEN,
    /** 304: the client has it. */
    NOT_MODIFIED,
    /** 412: it is none of those the client wants. */
    FAILED
  }

  private static final Preconditions NONE = new Preconditions(null, null);

  private final @Nullable EntityTags match;
  private final @Nullable EntityTags noneMatch;

  private Preconditions(@Nullable EntityTags match, @Nullable EntityTags noneMatch) {
    this.match = match;
    this.noneMatch = noneMatch;
  }

  public static Preconditions of(HttpServletRequest request) {
    EntityTags match = tags(request, HttpHeaders.IF_MATCH);
    EntityTags noneMatch = tags(request, HttpHeaders.IF_NONE_MATCH);
    return match == null && noneMatch == null ? NONE : new Preconditions(match, noneMatch);
  }

  /** Whether a change does not say which version it is made upon: without If-Match, or with one that every version matches. */
  public static boolean areBlind(HttpServletRequest request) {
    EntityTags match = tags(request, HttpHeaders.IF_MATCH);
    return match == null || match.any();
  }

  /**
   * If-Match comes first (RFC 9110, 13.2.2) and compares strongly: no weak tag ever matches it.
   *
   * @param tag of the answer, {@code "abc"} or {@code W/"abc"}
   */
  public Outcome outcome(String tag) {
    if (match != null && !match.matchStrongly(tag)) {
      return Outcome.FAILED;
    }
    return noneMatch != null && noneMatch.matchWeakly(tag) ? Outcome.NOT_MODIFIED : Outcome.GIVEN;
  }

  /** Several lines are one list (RFC 9110, 5.3); null where there is none. */
  private static @Nullable EntityTags tags(HttpServletRequest request, String name) {
    return request.getHeader(name) == null ? null : EntityTags.parse(String.join(",", Collections.list(request.getHeaders(name))));
  }
}
