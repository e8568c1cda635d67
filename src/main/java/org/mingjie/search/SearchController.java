package org.mingjie.search;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.mingjie.problem.QueryParameters;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code GET /api/search}, {@code GET /api/suggest} for every keystroke, and {@code GET /api/same-names} for the names
 * that a new one would be taken for.
 */
@RestController
@Tag(name = "检索")
class SearchController {

  static final int MOST = 50;
  static final int USUAL = 10;
  private static final int MOST_SAME = 200;
  private static final int USUAL_SAME = 50;
  private static final Set<String> KNOWN = Set.of("q", "limit", "division", "class", "bbox", "near", "cursor");

  /**
   * @param next cursor to go on with; null at the end
   * @param more whether there are others behind these; where {@code next} is null they are not given any more
   */
  @Schema(name = "SearchAnswer")
  record Answer(List<SearchHit> results,
      @Schema(description = "下一页的 cursor。到底了是 null；翻过 " + Cursor.MOST_GIVEN + " 个以后不再往下给，也是 null，这时 more 仍是 true：把查询说得细些，或用 division、class、bbox 收窄")
      @Nullable String next,
      @Schema(description = "这一页后面还有没有") boolean more) {}

  private final SearchService search;
  private final List<SearchWatch> watches;

  SearchController(SearchService search, List<SearchWatch> watches) {
    this.search = search;
    this.watches = watches;
  }

  @Operation(summary = "按名称、读音或代码找地名", operationId = "search")
  @ApiResponse(responseCode = "200", description = "找到的地名，最像的在前；没有的话是空的")
  @SearchParameters
  @GetMapping("/api/search")
  ResponseEntity<Answer> search(HttpServletRequest request) {
    QueryParameters parameters = new QueryParameters(request, KNOWN);
    ResponseEntity<Answer> answer = answer(parameters);
    if (isAboutAll(parameters) && answer.getBody() != null && answer.getBody().results().isEmpty()) {
      String typed = parameters.text("q", Typed.MOST_CHARACTERS);
      watches.forEach(watch -> watch.nothingFound(typed, request.getRemoteAddr()));
    }
    return answer;
  }

  /** Neither narrowed nor gone on with: then nothing found means that the registry has nothing. */
  private static boolean isAboutAll(QueryParameters parameters) {
    return Stream.of("division", "class", "bbox", "cursor").allMatch(name -> parameters.text(name) == null);
  }

  @Operation(summary = "边输入边提示：每按一键问一次，答复和 /api/search 一样", operationId = "suggest")
  @ApiResponse(responseCode = "200", description = "打到一半的名称可能是哪些地名")
  @SearchParameters
  @GetMapping("/api/suggest")
  ResponseEntity<Answer> suggest(HttpServletRequest request) {
    return answer(new QueryParameters(request, KNOWN));
  }

  @Operation(summary = "查重名和同音的地名", operationId = "sameNames")
  @ApiResponse(responseCode = "200", description = "写法相同的，和写法不同而可能读成一样的")
  @Parameter(name = "name", in = ParameterIn.QUERY, required = true, description = "要查的名称，例如拟用的新名", example = "王家村",
      schema = @Schema(type = "string", minLength = 1, maxLength = Typed.MOST_CHARACTERS, pattern = "^(?=.*[^\\s])[^\\u0000]+$"))
  @Parameter(name = "division", in = ParameterIn.QUERY, description = "只查这个区划里的：2、4、6、9 或 12 位区划代码", example = "430281",
      schema = @Schema(type = "string", pattern = "^([0-9]{2}|[0-9]{4}|[0-9]{6}|[0-9]{9}|[0-9]{12})$"))
  @Parameter(name = "limit", in = ParameterIn.QUERY, description = "重名、同音各最多几个", example = "50",
      schema = @Schema(type = "integer", minimum = "1", maximum = "" + MOST_SAME, defaultValue = "" + USUAL_SAME))
  @GetMapping("/api/same-names")
  ResponseEntity<SameNames> same(HttpServletRequest request) {
    QueryParameters parameters = new QueryParameters(request, Set.of("name", "division", "limit"));
    String name = parameters.text("name", Typed.MOST_CHARACTERS);
    if (name.isEmpty()) {
      parameters.fault("name", "要给一个名称，例如 name=王家村");
    }
    String division = division(parameters);
    int limit = parameters.whole("limit", 1, MOST_SAME, USUAL_SAME);
    parameters.check();
    return ResponseEntity.ok().cacheControl(CacheControl.noCache())
        .body(search.same(name, division == null ? "" : division, limit));
  }

  private ResponseEntity<Answer> answer(QueryParameters parameters) {
    String typed = parameters.text("q", Typed.MOST_CHARACTERS);
    parameters.require("q", "没有给出，例如 q=王仙镇；还没有打字时写 q=，结果是空的");
    int limit = parameters.whole("limit", 1, MOST, USUAL);
    String division = division(parameters);
    String classCode = parameters.figures("class", 5, "21500");
    double[] box = parameters.box("bbox");
    double[] near = parameters.position("near");
    SearchFilter filter = new SearchFilter(division == null ? List.of() : List.of(division),
        classCode == null ? null : classPrefix(classCode), box, near);
    Cursor cursor = cursor(parameters, Objects.hash(typed, division, classCode, parameters.text("bbox"), parameters.text("near")));
    parameters.check();
    List<SearchHit> hits = search.search(typed, filter, cursor, limit + 1);
    List<SearchHit> page = hits.subList(0, Math.min(limit, hits.size()));
    Cursor next = cursor.after(page);
    return ResponseEntity.ok().cacheControl(CacheControl.noCache())
        .body(new Answer(page, hits.size() > limit && !next.isAtItsEnd() ? next.text() : null, hits.size() > limit));
  }

  /** The part of a code that all below share, in the lengths of levels: these are words of the index. Null if not given or wrong. */
  private static @Nullable String division(QueryParameters parameters) {
    String code = parameters.text("division");
    if (code == null || code.matches("[0-9]{2}|[0-9]{4}|[0-9]{6}|[0-9]{9}|[0-9]{12}")) {
      return code == null ? null : UnitChains.prefix(code);
    }
    parameters.fault("division", "须是 2、4、6、9 或 12 位代码，例如 430281");
    return null;
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
