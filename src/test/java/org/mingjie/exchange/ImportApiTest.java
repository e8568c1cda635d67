package org.mingjie.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mingjie.RegistryTest;
import org.mingjie.access.Accounts;
import org.mingjie.access.Role;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Import over HTTP: who may, what is answered, watching and stopping. */
class ImportApiTest extends RegistryTest {

  private static final String LIST = Importing.VILLAGES
      + "430281000000,,醴陵市,county,f,f,,\n430281102000,430281000000,王仙镇,town,f,f,,\n430281102001,430281102000,=1+1,village,f,f,,\n";

  @LocalServerPort private int port;
  @Autowired private Accounts accounts;
  private final HttpClient client = HttpClient.newHttpClient();

  @BeforeEach
  void people() {
    accounts.createIfAbsent("chief", "管理员", "a-long-password", Role.SYSTEM_ADMINISTRATOR, "");
    accounts.createIfAbsent("looker", "读者", "a-long-password", Role.READER, "");
  }

  private HttpRequest.Builder request(String path, String login) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
    if (!login.isEmpty()) {
      request.header("Authorization", "Basic " + Base64.getEncoder().encodeToString((login + ":a-long-password").getBytes(StandardCharsets.UTF_8)));
    }
    return request;
  }

  private HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
    return client.send(request, HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> upload(String login, Map<String, String> fields, String content) throws Exception {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (Map.Entry<String, String> field : fields.entrySet()) {
      body.write("--cut\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n".formatted(field.getKey(), field.getValue()).getBytes(StandardCharsets.UTF_8));
    }
    body.write(("--cut\r\nContent-Disposition: form-data; name=\"file\"; filename=\"../../list.csv\"\r\nContent-Type: text/csv\r\n\r\n"
        + content + "\r\n--cut--\r\n").getBytes(StandardCharsets.UTF_8));
    return send(request("/api/imports", login).header("Content-Type", "multipart/form-data; boundary=cut")
        .POST(HttpRequest.BodyPublishers.ofByteArray(body.toByteArray())).build());
  }

  private JsonNode watch(String location) throws Exception {
    for (int i = 0; i < 200; i++) {
      JsonNode state = new JsonMapper().readTree(send(request(location, "chief").GET().build()).body());
      if (!state.path("state").asString().matches("waiting|running")) {
        return state;
      }
      Thread.sleep(50);
    }
    throw new AssertionError("the import did not end");
  }

  @Test
  void nobodyAndReadersMayNotImport() throws Exception {
    assertThat(upload("", Map.of("profile", "villages-2016"), LIST).statusCode()).isEqualTo(401);
    assertThat(upload("looker", Map.of("profile", "villages-2016"), LIST).statusCode()).isEqualTo(403);
    assertThat(send(request("/api/imports/profiles", "").GET().build()).statusCode()).isEqualTo(401);
    assertThat(database().sql("SELECT count(*) FROM place").query(Long.class).single()).isZero();
  }

  @Test
  void anAdministratorImportsWatchesAndReadsTheReport() throws Exception {
    HttpResponse<String> accepted = upload("chief", Map.of("profile", "villages-2016"), LIST);
    assertThat(accepted.statusCode()).isEqualTo(202);
    String location = accepted.headers().firstValue("Location").orElseThrow();
    JsonNode state = watch(location);
    assertThat(state.path("state").asString()).isEqualTo("done");
    assertThat(state.path("result").path("accepted").asInt()).isEqualTo(2);
    assertThat(state.path("result").path("rejected").asInt()).isEqualTo(1);
    HttpResponse<String> report = send(request(location + "/report.csv", "chief").GET().build());
    assertThat(report.body()).contains("list.csv", "'=1+1");
    assertThat(database().sql("SELECT login FROM audit JOIN account ON account.id = account_id").query(String.class).list()).containsExactly("chief");
  }

  @Test
  void aDryRunOverHttpKeepsNothing() throws Exception {
    HttpResponse<String> accepted = upload("chief", Map.of("profile", "villages-2016", "dryRun", "true"), LIST);
    assertThat(watch(accepted.headers().firstValue("Location").orElseThrow()).path("state").asString()).isEqualTo("done");
    assertThat(database().sql("SELECT count(*) FROM place").query(Long.class).single()).isZero();
  }

  @Test
  void aRefusedFileIsToldWithItsRemedy() throws Exception {
    HttpResponse<String> accepted = upload("chief", Map.of("profile", "villages-2016"), "a,b\n1,2\n");
    JsonNode state = watch(accepted.headers().firstValue("Location").orElseThrow());
    assertThat(state.path("state").asString()).isEqualTo("refused");
    assertThat(state.path("message").asString()).contains("没有“code”这一列");
    assertThat(state.path("remedy").asString()).isNotBlank();
  }

  @Test
  void theReportOfARefusedFileSaysWhyAndHowToMendIt() throws Exception {
    String location = upload("chief", Map.of("profile", "villages-2016"), "a,b\n1,2\n").headers().firstValue("Location").orElseThrow();
    watch(location);
    assertThat(send(request(location + "/report.csv", "chief").GET().build()).body())
        .contains("list.csv,,,,未导入,file-refused,没有“code”这一列；文件里有：a、b,检查表头");
  }

  @Test
  void aReportIsThereWhenTheImportHasEndedAndNotBefore() throws Exception {
    StringBuilder list = new StringBuilder(Importing.VILLAGES);
    for (int i = 0; i < 20_000; i++) {
      list.append("43%04d%03d000,,第%d镇,town,f,f,,\n".formatted(2000 + i / 900, 100 + i % 900, i));
    }
    String location = upload("chief", Map.of("profile", "villages-2016", "dryRun", "true"), list.toString())
        .headers().firstValue("Location").orElseThrow();
    HttpResponse<String> early = send(request(location + "/report.csv", "chief").GET().build());
    assertThat(early.statusCode()).isEqualTo(409);
    assertThat(early.body()).contains("导入还没有结束，结束后再取报告");
    assertThat(watch(location).path("state").asString()).isEqualTo("done");
    assertThat(send(request(location + "/report.csv", "chief").GET().build()).statusCode()).isEqualTo(200);
  }

  @Test
  void theReadyMadeProfilesAreTold() throws Exception {
    assertThat(send(request("/api/imports/profiles", "chief").GET().build()).body())
        .contains("{\"name\":\"villages-2016\",\"title\":\"统计用区划代码和城乡划分代码（五级，2016年7月31日）\"}");
  }

  @Test
  void profilesOutsideTheReadyMadeOnesCannotBeNamed() throws Exception {
    for (String profile : new String[] {"../../../etc/passwd", "/etc/passwd", "x.yaml", "none"}) {
      HttpResponse<String> answer = upload("chief", Map.of("profile", profile), LIST);
      assertThat(answer.statusCode()).as(profile).isEqualTo(422);
      assertThat(answer.headers().firstValue("Content-Type").orElse("")).contains("application/problem+json");
      assertThat(answer.body()).contains("导入方案");
    }
  }

  @Test
  void anUnknownImportIsNotFound() throws Exception {
    String path = "/api/imports/00000000-0000-7000-8000-000000000000";
    assertThat(send(request(path, "chief").GET().build()).statusCode()).isEqualTo(404);
    assertThat(send(request(path, "chief").DELETE().build()).statusCode()).isEqualTo(404);
    assertThat(send(request("/api/secrets", "chief").GET().build()).statusCode()).isEqualTo(404);
  }
}
