package org.mingjie.feature;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.mingjie.problem.Echo;
import org.mingjie.problem.Problems;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/**
 * A request that cannot be answered, as a problem document (RFC 9457). Its further members {@code code} and
 * {@code description} make it an exception document too (OGC 17-069r4, 7.5.1).
 */
final class Refusal extends ErrorResponseException {

  private static final String AGAIN_SECONDS = "5";

  private Refusal(HttpStatus status, String code, String title, String detail) {
    super(status, ProblemDetail.forStatusAndDetail(status, detail), null);
    setTitle(title);
    getBody().setProperty("code", code);
    getBody().setProperty("description", detail);
  }

  /** All faults of a request at once. */
  static Refusal of(List<Fault> faults) {
    Refusal refusal = new Refusal(HttpStatus.BAD_REQUEST, "InvalidParameterValue", "参数不对",
        faults.stream().map(Fault::detail).collect(Collectors.joining("；")));
    refusal.getBody().setProperty("errors", faults);
    return refusal;
  }

  static Refusal noCollection(String id, String known) {
    return new Refusal(HttpStatus.NOT_FOUND, "NotFound", "没有这个集合", "没有集合 %s；有的是 %s".formatted(Echo.brief(id), known));
  }

  static Refusal noFeature(ItemCollection collection, String id) {
    return new Refusal(HttpStatus.NOT_FOUND, "NotFound", "没有这个要素",
        "集合 %s 里没有 %s：核对永久地名代码（P 加 12 位数字）".formatted(collection.id(), Echo.brief(id)));
  }

  /** A place that is in the collection on other days. */
  static Refusal notThen(ItemCollection collection, String id, String datetime) {
    return new Refusal(HttpStatus.NOT_FOUND, "NotFound", "那时没有这个要素",
        "%s 在 %s 还不在或已经不在集合 %s 里；换一个 datetime，或去掉它看今天的".formatted(id, Echo.brief(datetime), collection.id()));
  }

  /** A place that was there once. */
  static Refusal gone(ItemCollection collection, String id) {
    return new Refusal(HttpStatus.GONE, "Gone", "这个要素已经停用",
        "%s 不再是集合 %s 里现行的要素；历史上某一天的样子用 datetime 请求".formatted(id, collection.id()));
  }

  /** @param address of the feature that this one has been merged with */
  static Refusal moved(String address) {
    Refusal refusal = new Refusal(HttpStatus.MOVED_PERMANENTLY, "Moved", "这个地名并入了另一个", "去 " + address);
    refusal.getHeaders().set(HttpHeaders.LOCATION, address);
    return refusal;
  }

  static Refusal notAcceptable(String accept, Set<Representation> among) {
    String forms = among.stream().sorted().map(form -> "f=" + form.key()).collect(Collectors.joining("、"));
    return new Refusal(HttpStatus.NOT_ACCEPTABLE, "NotAcceptable", "没有这种格式",
        "Accept 要的是 %s，这里没有；去掉 Accept，或用 %s".formatted(Echo.brief(accept), forms));
  }

  /** The condition of the request (If-Match) does not hold. */
  static Refusal notTheOneWanted() {
    ProblemDetail problem = Problems.of(HttpStatus.PRECONDITION_FAILED.value());
    return new Refusal(HttpStatus.PRECONDITION_FAILED, "PreconditionFailed", String.valueOf(problem.getTitle()), String.valueOf(problem.getDetail()));
  }

  /** Too many at a time, or no connection of the database to spare. */
  static Refusal busy() {
    return later("同时的请求太多，服务器忙不过来；请 %s 秒后再试".formatted(AGAIN_SECONDS));
  }

  static Refusal tooLong() {
    return later("查询超过了时限；请加上条件缩小范围，或 %s 秒后再试".formatted(AGAIN_SECONDS));
  }

  private static Refusal later(String detail) {
    Refusal refusal = new Refusal(HttpStatus.SERVICE_UNAVAILABLE, "ServiceUnavailable", "暂时不能服务", detail);
    refusal.getHeaders().set(HttpHeaders.RETRY_AFTER, AGAIN_SECONDS);
    return refusal;
  }
}
