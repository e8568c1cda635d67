package org.mingjie.feature;

import java.util.List;
import java.util.stream.Collectors;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/** A request that cannot be answered, as a problem document (RFC 9457). */
final class Refusal extends ErrorResponseException {

  private Refusal(HttpStatus status, String title, String detail) {
    super(status, ProblemDetail.forStatusAndDetail(status, detail), null);
    setTitle(title);
  }

  /** All faults of a request at once. */
  static Refusal of(List<Fault> faults) {
    Refusal refusal = new Refusal(HttpStatus.BAD_REQUEST, "参数不对",
        faults.stream().map(Fault::detail).collect(Collectors.joining("；")));
    refusal.getBody().setProperty("errors", faults);
    return refusal;
  }

  static Refusal noCollection(String id, String known) {
    return new Refusal(HttpStatus.NOT_FOUND, "没有这个集合", "没有集合 %s；有的是 %s".formatted(id, known));
  }

  static Refusal noFeature(ItemCollection collection, String id) {
    return new Refusal(HttpStatus.NOT_FOUND, "没有这个要素",
        "集合 %s 里没有 %s：核对永久地名代码（P 加 12 位数字），已经停用的地名不在其中".formatted(collection.id(), id));
  }

  static Refusal notAcceptable(String accept) {
    return new Refusal(HttpStatus.NOT_ACCEPTABLE, "没有这种格式",
        "Accept 要的是 %s，这里只有 JSON 和 HTML；去掉 Accept，或用 f=json、f=html".formatted(accept));
  }
}
