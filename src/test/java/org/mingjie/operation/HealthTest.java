package org.mingjie.operation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mingjie.Browser;
import org.mingjie.RegistryTest;
import org.mingjie.access.Accounts;
import org.mingjie.access.AuditVerification.Fault;
import org.mingjie.access.AuditVerification.Outcome;
import org.mingjie.access.Role;
import org.mingjie.operation.HealthChecks.Check;
import org.mingjie.search.SearchOrder;
import org.mingjie.tile.TileOrder;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

class HealthTest extends RegistryTest {

  private static final String PASSWORD = "a-long-password";
  private static final long GIGABYTE = 1L << 30;

  @LocalServerPort private int port;
  @Autowired private Accounts accounts;

  private JsonNode health() {
    accounts.createIfAbsent("h-keeper", "管系统的", PASSWORD, Role.SYSTEM_ADMINISTRATOR, "");
    return Browser.of(port, "h-keeper", PASSWORD).get("/api/admin/health").json();
  }

  private static String finding(JsonNode health, String part) {
    return health.get("checks").valueStream().filter(check -> check.get("part").asString().equals(part)).findFirst().orElseThrow().get("finding").asString();
  }

  @Test
  void eachPartOfTheSystemIsLookedAt() {
    JsonNode health = health();
    assertThat(health.get("checks").valueStream().map(check -> check.get("part").asString())).containsExactly("database", "disk", "backup", "audit", "search", "map");
    assertThat(finding(health, "database")).isEqualTo("database-good");
    assertThat(health.at("/checks/0/values/version").asString()).matches("1[5-9].*");
    assertThat(health.at("/checks/0/values/megabytes").asLong()).isPositive();
    assertThat(finding(health, "backup")).isEqualTo("backup-never");
    assertThat(Instant.parse(health.get("since").asString())).isBefore(Instant.now());
  }

  @Test
  void aSearchTableWithoutRowsAndMapTablesThatWaitAreTold() {
    database().sql("INSERT INTO tile_day VALUES ('-infinity')").update();
    database().sql("SET session_replication_role = replica").update();
    database().sql("INSERT INTO place (id, class_code, status, importance, province, source_id, author_id) "
        + "SELECT uuid7(), '21500', 'current', 0.1, '43', uuid7(), id FROM account LIMIT 1").update();
    database().sql("SET session_replication_role = origin").update();
    JsonNode health = health();
    assertThat(finding(health, "search")).isEqualTo("search-incomplete");
    assertThat(finding(health, "map")).isEqualTo("map-unmade");
  }

  @ParameterizedTest
  @CsvSource({"100,100,disk-good", "10,100,disk-good", "9,100,disk-low", "1,2000,disk-low", "0,100,disk-full"})
  void littleRoomIsToldBeforeThereIsNone(long free, long total, String finding) {
    assertThat(HealthChecks.disk(free * GIGABYTE, total * GIGABYTE).finding()).isEqualTo(finding);
  }

  @ParameterizedTest
  @CsvSource({"PT23H,backup-good", "PT25H,backup-old", "P8D,backup-stale"})
  void aBackupAges(Duration age, String finding) {
    Instant now = Instant.parse("2026-11-28T00:00:00Z");
    assertThat(HealthChecks.backup(Optional.of(now.minus(age)), now).finding()).isEqualTo(finding);
  }

  @Test
  void faultsOfTheAuditAndRecordsThatWaitAreTold() {
    assertThat(HealthChecks.audit(new Outcome(5, 0, 1, List.of())).finding()).isEqualTo("audit-good");
    assertThat(HealthChecks.audit(new Outcome(5, 1_001, 1, List.of())).finding()).isEqualTo("audit-waiting");
    Check broken = HealthChecks.audit(new Outcome(5, 0, 1, List.of(new Fault(3L, null, "改过"))));
    assertThat(broken.finding()).isEqualTo("audit-broken");
    assertThat(broken.state()).isEqualTo(HealthChecks.State.BAD);
  }

  @Test
  void aRebuildThatGoesOnNeedsNobody() {
    assertThat(HealthChecks.search(new SearchOrder.State(9, 0, true, true)).state()).isEqualTo(HealthChecks.State.WATCH);
    assertThat(HealthChecks.search(new SearchOrder.State(9, 0, true, false)).state()).isEqualTo(HealthChecks.State.BAD);
    assertThat(HealthChecks.map(new TileOrder.State(true, LocalDate.parse("2026-11-27")), "2026-11-28").finding()).isEqualTo("map-behind");
    assertThat(HealthChecks.map(new TileOrder.State(true, LocalDate.parse("2026-11-28")), "2026-11-28").finding()).isEqualTo("map-good");
  }
}
