package org.mingjie.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.mingjie.RegistryTest;
import org.mingjie.access.Accounts;
import org.mingjie.access.Audit;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalManagementPort;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;

/** Figures of the operation, for Prometheus, on the management port alone. */
@TestPropertySource(properties = {"management.prometheus.metrics.export.enabled=true", "spring.test.metrics.export=true"})
class MetersTest extends RegistryTest {

  @LocalServerPort private int port;
  @LocalManagementPort private int managementPort;
  @Autowired private Audit audit;

  @DynamicPropertySource
  static void management(DynamicPropertyRegistry registry) {
    registry.add("test.management.port", () -> "0");
  }

  private static HttpResponse<String> ask(int port, String address) throws Exception {
    return HttpClient.newHttpClient().send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + address)).build(), HttpResponse.BodyHandlers.ofString());
  }

  private double value(String name) throws Exception {
    return ask(managementPort, "/prometheus").body().lines().filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{")).findFirst()
        .map(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1))).orElseThrow(() -> new AssertionError("no " + name));
  }

  @Test
  void figuresOfRequestsPoolsMemoryDiskTilesAndAuditAreTold() throws Exception {
    double made = value("mingjie_tiles_made_total");
    assertThat(ask(port, "/tiles/base/3/6/3.mvt").statusCode()).isBetween(200, 204);
    assertThat(value("mingjie_tiles_made_total")).isGreaterThan(made);
    assertThat(value("mingjie_tiles_waiting")).isZero();
    assertThat(value("mingjie_tiles_memory_bytes")).isPositive();
    assertThat(value("mingjie_audit_waiting")).isNotNegative();
    assertThat(value("mingjie_accounts_locked")).isZero();
    assertThat(value("mingjie_backup_age_seconds")).isNaN();
    audit.record(Accounts.SYSTEM, "backup", "backup:x.tar", null, "{}");
    assertThat(value("mingjie_backup_age_seconds")).isBetween(0.0, 600.0);
    assertThat(ask(managementPort, "/prometheus").body()).contains("http_server_requests_seconds_count{", "hikaricp_connections_active{pool=\"tile\"", "jvm_memory_used_bytes{",
        "disk_free_bytes{");
  }

  @Test
  void nothingOfItIsToldOnThePublicPort() throws Exception {
    assertThat(ask(port, "/prometheus").statusCode()).isEqualTo(404);
    assertThat(ask(port, "/actuator/prometheus").statusCode()).isEqualTo(404);
  }
}
