package org.mingjie.operation;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.security.SecurityRequirement;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.List;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /api/admin/health}: how each part of the system is. */
@RestController
@ConditionalOnWebApplication
@Tag(name = "运行")
@SecurityRequirement(name = "session")
class HealthController {

  /**
   * @param version of the program; {@code 0} where it runs unpacked
   * @param since when this server was started
   */
  record Health(String version, Instant since, List<HealthChecks.Check> checks) {}

  private final HealthChecks checks;

  HealthController(HealthChecks checks) {
    this.checks = checks;
  }

  @Operation(summary = "系统各部分是否正常", operationId = "health", description = "state 是 good、watch（要留意）或 bad")
  @ApiResponse(responseCode = "200", description = "数据库、磁盘、备份、审计链、检索表、地图表")
  @GetMapping("/api/admin/health")
  ResponseEntity<Health> health() {
    String version = HealthController.class.getPackage().getImplementationVersion();
    Instant since = Instant.ofEpochMilli(ManagementFactory.getRuntimeMXBean().getStartTime());
    return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(new Health(version == null ? "0" : version, since, checks.all()));
  }
}
