package org.mingjie.place;

import java.net.URI;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /api/places/{code}}: 301 for a merged place, 410 for a retired code, 404 for one never issued. */
@RestController
class PlaceController {

  private final PlaceCards places;

  PlaceController(PlaceCards places) {
    this.places = places;
  }

  @GetMapping("/api/places/{code}")
  ResponseEntity<PlaceCard> place(@PathVariable String code) {
    PlaceCards.Answer answer = places.find(code).orElseThrow(() -> problem(HttpStatus.NOT_FOUND, "没有这个地名",
        "没有编号为“%s”的地名，检查编号，或按名称检索".formatted(code), null));
    if (answer instanceof PlaceCards.Found found) {
      return ResponseEntity.ok().cacheControl(CacheControl.noCache()).body(found.card());
    }
    if (answer instanceof PlaceCards.Moved moved) {
      return ResponseEntity.status(HttpStatus.MOVED_PERMANENTLY).location(URI.create("/api/places/" + moved.code())).build();
    }
    String successor = ((PlaceCards.Gone) answer).successor();
    throw problem(HttpStatus.GONE, "这个编号已停用", "编号“%s”已停用%s".formatted(code, successor == null ? "" : "，由 " + successor + " 接替"), successor);
  }

  private static ErrorResponseException problem(
      HttpStatus status, String title, String detail, @org.jspecify.annotations.Nullable String successor) {
    ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
    problem.setTitle(title);
    if (successor != null) {
      problem.setProperty("successor", successor);
    }
    return new ErrorResponseException(status, problem, null);
  }
}
