package org.mingjie.search;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /api/search}. */
@RestController
class SearchController {

  private static final int MOST = 50;

  /** @param next where to go on; null at the end */
  record Answer(List<SearchHit> results, @Nullable String next) {}

  private final SearchService search;

  SearchController(SearchService search) {
    this.search = search;
  }

  @GetMapping("/api/search")
  ResponseEntity<Answer> search(@RequestParam(defaultValue = "") String q, @RequestParam(defaultValue = "10") int limit) {
    if (limit < 1 || limit > MOST) {
      ProblemDetail problem = ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST,
          "limit 是 %d，须在 1 至 %d 之间".formatted(limit, MOST));
      problem.setTitle("参数不对");
      problem.setProperty("parameter", "limit");
      throw new ErrorResponseException(HttpStatus.BAD_REQUEST, problem, null);
    }
    return ResponseEntity.ok().cacheControl(CacheControl.noCache()).body(new Answer(search.search(q, limit), null));
  }
}
