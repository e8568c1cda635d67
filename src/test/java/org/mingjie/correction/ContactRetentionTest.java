package org.mingjie.correction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mingjie.Browser;
import org.mingjie.RegistryTest;
import org.mingjie.access.Accounts;
import org.mingjie.access.Audit;
import org.mingjie.access.Role;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestPropertySource;
import org.springframework.transaction.support.TransactionOperations;

/** How to reach reporters is known to those who answer, and deleted some time after the answer. */
@TestPropertySource(properties = "mingjie.correction.contact-days=30")
class ContactRetentionTest extends RegistryTest {

  private static final String PASSWORD = "a-long-password";
  private static int sent;

  @LocalServerPort private int port;
  @Autowired private Accounts accounts;
  @Autowired private ContactRetention retention;
  @Autowired private JdbcClient jdbc;
  @Autowired private Audit audit;
  @Autowired private TransactionOperations transactions;
  private Browser clerk;

  @BeforeEach
  void people() {
    accounts.createIfAbsent("c-clerk", "地名干部", PASSWORD, Role.PLACE_NAME_CLERK, "");
    clerk = Browser.of(port, "c-clerk", PASSWORD);
  }

  /** @return its identifier */
  private String report(String contact) {
    Browser.Answer answer = new Browser(port).post("/api/reports", Map.of("point", List.of(113.1, 27.6), "what", "name", "text", "第" + ++sent + "份", "contact", contact),
        "Idempotency-Key", "report-key-" + sent);
    assertThat(answer.status()).as(answer.raw().body()).isEqualTo(201);
    return database().sql("SELECT id::text FROM error_report WHERE receipt = ?").params(answer.json().get("receipt").asString()).query(String.class).single();
  }

  private void answer(String id, String outcome, int daysAgo) {
    assertThat(clerk.post("/api/error-reports/" + id + "/answer", Map.of("outcome", outcome, "answer", "已核实")).status()).isEqualTo(204);
    database().sql("UPDATE error_report SET answered_at = answered_at - make_interval(days => :days) WHERE id = CAST(:id AS uuid)")
        .param("days", daysAgo).param("id", id).update();
  }

  private static List<String> contacts() {
    return database().sql("SELECT contact FROM error_report_contact ORDER BY contact").query(String.class).list();
  }

  private static List<String> audited() {
    return database().sql("SELECT a.login || ' ' || detail FROM audit JOIN account a ON a.id = account_id WHERE action = 'report.contacts-forgotten'").query(String.class).list();
  }

  @Test
  void onlyThoseThatWereAnsweredLongEnoughAgoAreGone() {
    answer(report("13800000001"), "answered", 31);
    answer(report("13800000002"), "dismissed", 31);
    answer(report("13800000003"), "answered", 29);
    String open = report("13800000004");
    database().sql("UPDATE error_report SET created_at = created_at - interval '1 year' WHERE id = CAST(? AS uuid)").params(open).update();
    assertThat(retention.forget()).isEqualTo(2);
    assertThat(contacts()).containsExactly("13800000003", "13800000004");
    assertThat(audited()).containsExactly("system {\"days\": 30, \"count\": 2}");
    assertThat(retention.forget()).isZero();
    assertThat(audited()).as("nothing done, nothing told").hasSize(1);
  }

  /** The hash of a request covers the contact: with the rest at hand all telephone numbers could be tried. */
  @Test
  void nothingIsLeftByWhichAContactCouldBeGuessed() {
    String id = report("13800000001");
    answer(id, "answered", 31);
    retention.forget();
    assertThat(database().sql("SELECT request_key IS NULL AND request_hash = sha256('') FROM error_report WHERE id = CAST(? AS uuid)").params(id).query(Boolean.class).single()).isTrue();
    assertThat(database().sql("SELECT text FROM error_report WHERE id = CAST(? AS uuid)").params(id).query(String.class).single()).as("the report itself stays").startsWith("第");
  }

  @Test
  void ofSeveralServersNoneCountsWhatAnotherHasDeleted() {
    IntStream.range(0, 5).forEach(n -> answer(report("1380000000" + n), "answered", 40));
    List<CompletableFuture<Long>> servers = IntStream.range(0, 4).mapToObj(n -> CompletableFuture.supplyAsync(retention::forget)).toList();
    assertThat(servers.stream().mapToLong(CompletableFuture::join).sum()).isEqualTo(5);
    assertThat(contacts()).isEmpty();
    assertThat(audited()).containsExactly("system {\"days\": 30, \"count\": 5}");
  }

  @Test
  void aServerThatStartsDoesWhatWasDueWhileNoneRan() throws Exception {
    answer(report("13800000001"), "answered", 31);
    ContactRetention started = new ContactRetention(jdbc, audit, new CorrectionSettings(30), transactions);
    started.start();
    try {
      for (int i = 0; i < 100 && !contacts().isEmpty(); i++) {
        Thread.sleep(50);
      }
      assertThat(contacts()).isEmpty();
      assertThat(started.isRunning()).isTrue();
    } finally {
      started.stop();
    }
    assertThat(started.isRunning()).isFalse();
    assertThat(retention.isRunning()).as("that of this server").isTrue();
  }

  @Test
  void theAppRoleDeletesNoContactOfAnOpenReport() throws Exception {
    report("13800000001");
    try (Connection app = asApp(); Statement statement = app.createStatement()) {
      assertThatThrownBy(() -> statement.execute("DELETE FROM error_report_contact")).hasMessageContaining("permission denied");
      assertThatThrownBy(() -> statement.execute("SELECT forget_contacts(0)")).hasMessageContaining("one day at least");
      statement.execute("SELECT forget_contacts(1)");
    }
    assertThat(contacts()).containsExactly("13800000001");
  }

  @Test
  void theContactIsSeenByWhoAnswersAndByNobodyAfterTheAnswer() {
    accounts.createIfAbsent("c-keeper", "系统管理员", PASSWORD, Role.SYSTEM_ADMINISTRATOR, "");
    accounts.createIfAbsent("c-far", "别处的地名干部", PASSWORD, Role.PLACE_NAME_CLERK, "44");
    String id = report("13800000001");
    String address = "/api/error-reports/" + id + "/contact";
    assertThat(Browser.of(port, "c-keeper", PASSWORD).post(address, null).status()).isEqualTo(403);
    assertThat(Browser.of(port, "c-far", PASSWORD).post(address, null).status()).isEqualTo(403);
    assertThat(clerk.post(address, null).json().get("contact").asString()).isEqualTo("13800000001");
    answer(id, "answered", 0);
    assertThat(clerk.post(address, null).status()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "&lang=en"})
  void thePublicFormTellsForHowLongAContactIsKept(String language) throws Exception {
    String page = HttpClient.newHttpClient().send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/report?lon=113.1&lat=27.6" + language)).build(), BodyHandlers.ofString()).body();
    assertThat(page).contains(language.isEmpty() ? "只给答复的经办人看，不公开，答复后 30 天删除" : "it is deleted 30 days after the answer");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, 3651})
  void anAbsurdNumberOfDaysIsRefusedAtTheStart(int days) {
    assertThatThrownBy(() -> new CorrectionSettings(days)).hasMessageContaining("MINGJIE_CORRECTION_CONTACT_DAYS").hasMessageContaining(String.valueOf(days));
    assertThat(new CorrectionSettings(3650).contactDays()).isEqualTo(3650);
  }

  @Test
  void anAnswerMayHaveSeveralLinesButNoControlCharacters() {
    String id = report("13800000001");
    Browser.Answer refused = clerk.post("/api/error-reports/" + id + "/answer", Map.of("outcome", "answered", "answer", "a\u0000b"));
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.json().at("/errors/0/parameter").asString()).isEqualTo("answer");
    assertThat(clerk.post("/api/error-reports/" + id + "/answer", Map.of("outcome", "answered", "answer", "一\r\n二")).status()).isEqualTo(204);
    assertThat(database().sql("SELECT answer FROM error_report WHERE id = CAST(? AS uuid)").params(id).query(String.class).single()).isEqualTo("一\n二");
  }
}
