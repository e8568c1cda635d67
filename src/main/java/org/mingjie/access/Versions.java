package org.mingjie.access;

import jakarta.servlet.http.HttpServletRequest;
import org.mingjie.condition.Preconditions;
import org.mingjie.problem.Problems;
import org.springframework.http.HttpStatus;
import org.springframework.web.ErrorResponseException;

/** Of settings an administrator says which version he has seen (If-Match), so that nobody's change is lost unseen. */
public final class Versions {

  /** What the header ETag is for, in the description of the API. */
  public static final String TAG = "这一版的标记，改的时候放在 If-Match 里";

  private Versions() {}

  public static String tag(int version) {
    return "\"%d\"".formatted(version);
  }

  /** @throws ErrorResponseException 428 where the request does not say which version it changes */
  public static void demand(HttpServletRequest request) {
    if (Preconditions.areBlind(request)) {
      throw refused(HttpStatus.PRECONDITION_REQUIRED, "没有说改的是哪一版", "请求头里要有 If-Match，值是读这些设置时得到的 ETag，不能是 *");
    }
  }

  /** @throws ErrorResponseException 412 where it changes another version */
  public static void check(HttpServletRequest request, int version) {
    if (Preconditions.of(request).outcome(tag(version)) == Preconditions.Outcome.FAILED) {
      throw changed();
    }
  }

  public static ErrorResponseException changed() {
    return refused(HttpStatus.PRECONDITION_FAILED, "别人已经改过", "读到以后，这些设置又改过；再读一次，在新的上面改");
  }

  private static ErrorResponseException refused(HttpStatus status, String title, String detail) {
    return new ErrorResponseException(status, Problems.of(status.value(), title, detail), null);
  }
}
