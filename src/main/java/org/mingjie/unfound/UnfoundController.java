package org.mingjie.unfound;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.security.SecurityRequirement;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.mingjie.access.Jurisdictions;
import org.mingjie.access.Mandate;
import org.mingjie.access.Refused;
import org.mingjie.access.Role;
import org.mingjie.access.SignedIn;
import org.mingjie.place.PlaceCorrections;
import org.mingjie.problem.Echo;
import org.mingjie.problem.Faults;
import org.mingjie.problem.Problems;
import org.mingjie.problem.QueryParameters;
import org.mingjie.search.SearchHit;
import org.mingjie.search.SearchService;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/unfound}: names that people looked for and did not find, for place-name clerks. */
@RestController
@ConditionalOnWebApplication
@Tag(name = "检索")
@SecurityRequirement(name = "session")
class UnfoundController {

  /** @param more whether there are others behind these */
  @Schema(name = "UnfoundQueries")
  record Queries(List<UnfoundQuery> queries, boolean more) {}

  /**
   * @param outcome linked to a place, or dismissed: no name of a place here
   * @param place permanent code of the place that is meant, where it is linked; else null
   * @param reason 1 to 500 characters
   */
  @Schema(name = "UnfoundSettlement", requiredProperties = {"outcome", "reason"})
  record Settlement(@Schema(allowableValues = {"linked", "dismissed"}) @Nullable String outcome, @Nullable String place, @Nullable String reason) {}

  private static final int MOST = 100;
  private static final int USUAL = 20;
  private static final int FARTHEST = 10_000;
  private static final int LONGEST_REASON = 500;
  private static final int FOUND = 3;

  private final UnfoundLedger ledger;
  private final SearchService search;
  private final PlaceCorrections places;
  private final Jurisdictions jurisdictions;

  UnfoundController(UnfoundLedger ledger, SearchService search, PlaceCorrections places, Jurisdictions jurisdictions) {
    this.ledger = ledger;
    this.search = search;
    this.places = places;
    this.jurisdictions = jurisdictions;
  }

  @Operation(summary = "有人查而查不到的名称，查的人多的在前", operationId = "unfoundQueries",
      description = "同一个人一天只算一次；不记是谁查的。found 是今天再查会得到的：查得到了的可以了结")
  @ApiResponse(responseCode = "200", description = "没有时 queries 为空")
  @Parameter(name = "state", in = ParameterIn.QUERY, description = "open（待处理）或 settled（处理过的，近的在前）", example = "open",
      schema = @Schema(type = "string", allowableValues = {"open", "settled"}, defaultValue = "open"))
  @Parameter(name = "skip", in = ParameterIn.QUERY, description = "跳过前几个", example = "0",
      schema = @Schema(type = "integer", minimum = "0", maximum = "" + FARTHEST, defaultValue = "0"))
  @Parameter(name = "limit", in = ParameterIn.QUERY, description = "最多几个", example = "20",
      schema = @Schema(type = "integer", minimum = "1", maximum = "" + MOST, defaultValue = "" + USUAL))
  @GetMapping("/api/unfound")
  ResponseEntity<Queries> list(HttpServletRequest request) {
    QueryParameters parameters = new QueryParameters(request, Set.of("state", "skip", "limit"));
    String state = parameters.text("state");
    if (state != null && !Set.of("open", "settled").contains(state)) {
      parameters.fault("state", "只能是 open（待处理）或 settled（处理过的）");
    }
    int skip = parameters.whole("skip", 0, FARTHEST, 0);
    int limit = parameters.whole("limit", 1, MOST, USUAL);
    parameters.check();
    boolean settled = "settled".equals(state);
    List<UnfoundQuery> found = settled ? ledger.settled(skip, limit + 1) : ledger.open(skip, limit + 1);
    List<UnfoundQuery> page = found.stream().limit(limit).map(query -> settled ? query : query.with(now(query.text()))).toList();
    return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(new Queries(page, found.size() > limit));
  }

  private List<UnfoundQuery.Found> now(String text) {
    return search.search(text, FOUND).stream().map(UnfoundController::found).toList();
  }

  private static UnfoundQuery.Found found(SearchHit hit) {
    List<String> path = hit.divisionPath();
    return new UnfoundQuery.Found(hit.code(), hit.name(), String.join("", path.subList(Math.max(0, path.size() - 2), path.size())));
  }

  @Operation(summary = "处理一个查不到的名称，只能处理一次", operationId = "settleUnfound",
      description = "linked 时 place 是它说的那个地名（要在管辖范围里）；dismissed 是不是这里的地名，三十天后还有人查就再列出来。登记的内容不因此改变")
  @ApiResponse(responseCode = "204", description = "处理了，记入审计", content = @Content)
  @ApiResponse(responseCode = "404", description = "没有待处理的这一个")
  @PostMapping("/api/unfound/{id}/settlement")
  ResponseEntity<Void> settle(@Parameter(description = "编号") @PathVariable UUID id, @RequestBody Settlement given, @AuthenticationPrincipal SignedIn who) {
    Faults faults = new Faults();
    String reason = faults.words("reason", given.reason(), LONGEST_REASON);
    String outcome = faults.required("outcome", given.outcome());
    Optional<PlaceCorrections.Held> place = Optional.empty();
    switch (outcome) {
      case "linked" -> {
        String code = faults.required("place", given.place());
        place = places.find(code);
        if (!code.isEmpty() && place.isEmpty()) {
          faults.add("place", "没有编号为“%s”、还在用的地名；核对永久地名代码（P 加 12 位数字）".formatted(Echo.brief(code)));
        }
      }
      case "dismissed" -> {
        if (given.place() != null) {
          faults.add("place", "不是这里的地名（dismissed）就不给 place；是哪个地名就写 linked");
        }
      }
      case "" -> { }
      default -> faults.add("outcome", "只能是 linked（是 place 说的地名）或 dismissed（不是这里的地名）");
    }
    faults.check();
    Mandate mandate = place.isPresent() ? mandate(who, place.get()) : anyMandate(who);
    if (!ledger.settle(id, mandate, place.map(PlaceCorrections.Held::code).orElse(null), reason)) {
      throw Problems.refusal(404, "没有待处理的这一个", "没有编号为 %s 的待处理的名称：可能已由别人处理，刷新列表再看".formatted(id));
    }
    return ResponseEntity.noContent().build();
  }

  private Mandate mandate(SignedIn who, PlaceCorrections.Held place) {
    return jurisdictions.find(who, Role.PLACE_NAME_CLERK, place.unit()).orElseThrow(() -> new Refused(
        "“%s”在区划 %s 里，不在您的管辖范围；由那里的地名干部处理".formatted(place.text(), place.unit())));
  }

  /** That something is no name of a place touches no record, so it is nobody's jurisdiction. */
  private static Mandate anyMandate(SignedIn who) {
    return who.mandates().stream().filter(mandate -> mandate.holder().role() == Role.PLACE_NAME_CLERK).findFirst()
        .orElseThrow(() -> new Refused("这是地名干部的事"));
  }
}
