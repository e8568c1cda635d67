package org.mingjie.place;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.headers.Header;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.security.SecurityRequirement;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.mingjie.access.SettingLedger;
import org.mingjie.access.SignedIn;
import org.mingjie.access.Versions;
import org.mingjie.place.PositionRules.Rule;
import org.mingjie.problem.Echo;
import org.mingjie.problem.Faults;
import org.mingjie.problem.Problems;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.dao.DataAccessException;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/admin/positions}: which classes have positions that are not for everybody, for security administrators. */
@RestController
@ConditionalOnWebApplication
@Tag(name = "运行")
@SecurityRequirement(name = "session")
class PositionRuleController {

  private static final int MOST_RULES = 100;
  private static final int FINEST_METRES = 100;
  private static final int COARSEST_METRES = 20_000;

  /** States of SQL: waited for a lock for long enough, or two waited for each other. */
  private static final Set<String> OTHERS_WRITE = Set.of("55P03", "40P01");

  /** @param gridMetres 0: no position is published */
  @Schema(name = "PositionRuleWanted")
  record RuleWanted(@Nullable String prefix, @Nullable Integer gridMetres) {}

  record PositionsWanted(@Nullable List<@Nullable RuleWanted> rules, @Nullable String reason) {}

  @Schema(name = "PositionValues")
  record Given(List<Rule> rules) {}

  /**
   * @param given what counts
   * @param classes that may have a rule
   * @param mostPlaces that one change may concern
   * @param changes the newest first
   */
  @Schema(name = "PositionRules")
  record PositionCard(Given given, List<PositionRules.Kind> classes, int mostPlaces, List<SettingLedger.Change> changes) {}

  private final PositionRules rules;

  PositionRuleController(PositionRules rules) {
    this.rules = rules;
  }

  @Operation(summary = "哪些类别的位置不精确公开", operationId = "positionRules",
      description = "管辖全部区划的安全管理员的事；gridMetres 是方格的边长（米），点公开在它所在方格的中心，线和面不公开；0 是位置都不公开。代码最长的那条算数")
  @ApiResponse(responseCode = "200", description = "连同各类别的地名数和历次改动",
      headers = @Header(name = "ETag", description = Versions.TAG, required = true, schema = @Schema(type = "string")))
  @GetMapping("/api/admin/positions")
  ResponseEntity<PositionCard> positions(@AuthenticationPrincipal SignedIn who) {
    rules.mandate(who);
    return answer();
  }

  @Operation(summary = "改哪些类别的位置不精确公开", operationId = "changePositionRules",
      description = "要带 If-Match，值是读到的 ETag；整个给出，随即对已登记的和以后登记的位置都算数，过去的也是；去掉一条，精确的位置重新公开")
  @ApiResponse(responseCode = "200", description = "改好了，检索、地图和要素服务都已按新的",
      headers = @Header(name = "ETag", description = Versions.TAG, required = true, schema = @Schema(type = "string")))
  @ApiResponse(responseCode = "409", description = "正在导入，等它完了再改")
  @ApiResponse(responseCode = "412", description = "别人已经改过")
  @Parameter(name = "If-Match", in = ParameterIn.HEADER, required = true, description = "读到的 ETag，说的是改哪一版", schema = @Schema(type = "string"))
  @ApiResponse(responseCode = "428", description = "没有带 If-Match")
  @PutMapping("/api/admin/positions")
  ResponseEntity<PositionCard> change(@RequestBody PositionsWanted wanted, @AuthenticationPrincipal SignedIn who, HttpServletRequest request) {
    rules.mandate(who);
    Versions.demand(request);
    int version = rules.version();
    Faults faults = new Faults();
    List<Rule> chosen = chosen(faults, wanted.rules());
    String reason = faults.words("reason", wanted.reason(), 500);
    faults.check();
    Versions.check(request, version);
    if (!chosen.equals(rules.list())) {
      mustBeFew(rules.reach(chosen));
      change(who, version, chosen, reason);
    }
    return answer();
  }

  private void change(SignedIn who, int version, List<Rule> chosen, String reason) {
    try {
      if (!rules.change(who, version, chosen, reason)) {
        throw Versions.changed();
      }
    } catch (DataAccessException failed) {
      if (failed.getMostSpecificCause() instanceof SQLException cause && OTHERS_WRITE.contains(String.valueOf(cause.getSQLState()))) {
        throw Problems.refusal(409, "正在写地名资料", "有导入或别的改动正在写地名，什么都没有改；等它完了再保存一次");
      }
      throw failed;
    }
  }

  private static void mustBeFew(long places) {
    if (places > PositionRules.MOST_PLACES) {
      Faults faults = new Faults();
      faults.add("rules", "一次改动涉及 %d 个地名，最多 %d 个；用更长的类别代码，分几次改".formatted(places, PositionRules.MOST_PLACES));
      faults.check();
    }
  }

  private ResponseEntity<PositionCard> answer() {
    int version = rules.version();
    return ResponseEntity.ok().cacheControl(CacheControl.noStore()).eTag(Versions.tag(version))
        .body(new PositionCard(new Given(rules.list()), rules.classes(), PositionRules.MOST_PLACES, rules.changes()));
  }

  private List<Rule> chosen(Faults faults, @Nullable List<@Nullable RuleWanted> wanted) {
    List<Rule> chosen = new ArrayList<>();
    if (wanted == null || wanted.size() > MOST_RULES) {
      faults.add("rules", wanted == null ? "没有给出，请补上；一条也没有就给空的 []" : "有 %d 条，不能超过 %d 条".formatted(wanted.size(), MOST_RULES));
      return chosen;
    }
    List<String> codes = rules.classes().stream().map(PositionRules.Kind::code).toList();
    Set<String> taken = new HashSet<>();
    for (int i = 0; i < wanted.size(); i++) {
      RuleWanted one = wanted.get(i);
      String prefix = one == null ? null : one.prefix();
      Integer grid = one == null ? null : one.gridMetres();
      if (prefix == null || !prefix.matches("[1-9][0-9]{1,4}") || codes.stream().noneMatch(code -> code.startsWith(prefix))) {
        faults.add("rules[%d].prefix".formatted(i), prefix != null && prefix.startsWith("21") ? "区划的驻地是公开的，21 开头的类别不能有规则"
            : "须是两至五位的类别代码（GB/T 18521），如 22300 或它的开头 223，现为 " + Echo.brief(String.valueOf(prefix)));
      } else if (!taken.add(prefix)) {
        faults.add("rules[%d].prefix".formatted(i), "%s 有两条规则，留一条".formatted(prefix));
      }
      if (grid == null || grid != 0 && (grid < FINEST_METRES || grid > COARSEST_METRES)) {
        faults.add("rules[%d].gridMetres".formatted(i), "须是 %d 至 %d 的整数（米），或 0（位置不公开），现为 %s".formatted(FINEST_METRES, COARSEST_METRES, grid == null ? "空" : grid));
      }
      chosen.add(new Rule(String.valueOf(prefix), grid == null ? 0 : grid));
    }
    chosen.sort(Comparator.comparing(Rule::prefix));
    return chosen;
  }
}
