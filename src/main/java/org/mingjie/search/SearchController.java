package org.mingjie.search;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code GET /api/search}, {@code GET /api/suggest} for every keystroke, and {@code GET /api/same-names} for the names
 * that a new one would be taken for.
 */
@RestController
class SearchController {

  private static final int MOST = 50;
  private static final int MOST_SAME = 200;
  private static final Set<String> KNOWN = Set.of("q", "limit", "division", "class", "bbox", "near", "cursor");

  /** @param next cursor to go on with; null at the end */
  record Answer(List<SearchHit> results, @Nullable String next) {}

  private final SearchService search;

  SearchController(SearchService search) {
    this.search = search;
  }

  @GetMapping("/api/search")
  ResponseEntity<Answer> search(HttpServletRequest request) {
    return answer(new QueryParameters(request, KNOWN));
  }

  @GetMapping("/api/suggest")
  ResponseEntity<Answer> suggest(HttpServletRequest request) {
    return answer(new QueryParameters(request, KNOWN));
  }

  @GetMapping("/api/same-names")
  ResponseEntity<SameNames> same(HttpServletRequest request) {
    QueryParameters parameters = new QueryParameters(request, Set.of("name", "division", "limit"));
    String name = parameters.text("name", Typed.MOST_CHARACTERS);
    if (name.isEmpty()) {
      parameters.fault("name", "要给一个名称，例如 name=王家村");
    }
    String division = parameters.figures("division", 12, "430281");
    int limit = parameters.whole("limit", 1, MOST_SAME, MOST);
    parameters.check();
    return ResponseEntity.ok().cacheControl(CacheControl.noCache())
        .body(search.same(name, division == null ? "" : UnitChains.prefix(division), limit));
  }

  private ResponseEntity<Answer> answer(QueryParameters parameters) {
    String typed = parameters.text("q", Typed.MOST_CHARACTERS);
    int limit = parameters.whole("limit", 1, MOST, 10);
    String division = parameters.figures("division", 12, "430281");
    String classCode = parameters.figures("class", 5, "21500");
    double[] box = parameters.box("bbox");
    double[] near = parameters.position("near");
    SearchFilter filter = new SearchFilter(division == null ? List.of() : List.of(wordOf(division, parameters)),
        classCode == null ? null : classPrefix(classCode), box, near);
    Cursor cursor = cursor(parameters, Objects.hash(typed, division, classCode, parameters.text("bbox"), parameters.text("near")));
    parameters.check();
    List<SearchHit> hits = search.search(typed, filter, cursor, limit + 1);
    List<SearchHit> page = hits.subList(0, Math.min(limit, hits.size()));
    Cursor next = cursor.after(page);
    return ResponseEntity.ok().cacheControl(CacheControl.noCache())
        .body(new Answer(page, hits.size() > limit && !next.isAtItsEnd() ? next.text() : null));
  }

  /** Codes are words of the index in the lengths of their levels. */
  private static String wordOf(String division, QueryParameters parameters) {
    String prefix = UnitChains.prefix(division);
    if (!Set.of(2, 4, 6, 9, 12).contains(prefix.length())) {
      parameters.fault("division", "须是 2、4、6、9 或 12 位代码，例如 430281");
    }
    return prefix;
  }

  /** 21000 is all that begins with 21: codes are filled up with zeros. */
  private static String classPrefix(String code) {
    String prefix = code.replaceAll("0+$", "");
    return prefix.length() == 4 ? code : prefix.isEmpty() ? "0" : prefix;
  }

  private static Cursor cursor(QueryParameters parameters, int question) {
    String text = parameters.text("cursor");
    if (text == null) {
      return Cursor.start(question);
    }
    return Cursor.parse(text, question).orElseGet(() -> {
      parameters.fault("cursor", "不是这次查询的下一页；从第一页重新开始");
      return Cursor.start(question);
    });
  }
}
