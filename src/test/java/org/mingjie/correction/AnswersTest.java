package org.mingjie.correction;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mingjie.Browser;
import org.mingjie.RegistryTest;
import org.mingjie.access.Accounts;
import org.mingjie.access.Role;
import org.mingjie.exchange.ImportService;
import org.mingjie.exchange.Importing;
import org.mingjie.exchange.Profiles;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** Place-name clerks answer what was reported in their jurisdiction, once; the reporter reads it with his receipt. */
class AnswersTest extends RegistryTest {

  private static final String PASSWORD = "a-long-password";
  private static final String LIST = Importing.VILLAGES + """
      430000000000,,湖南省,province,f,f,,
      430200000000,430000000000,株洲市,city,f,f,113.13,27.82
      430281000000,430200000000,醴陵市,county,f,f,113.49,27.64
      430223000000,430200000000,攸县,county,f,f,113.34,27.00
      """;

  @LocalServerPort private int port;
  @Autowired private ImportService imports;
  @Autowired private Profiles profiles;
  @Autowired private Accounts accounts;
  private Browser clerk;
  private Browser anybody;

  @BeforeEach
  void aRegistryAndItsClerk() {
    Importing importing = new Importing(imports, profiles);
    importing.run(importing.listOf("list", "2016-07-31", ""), importing.file("list.csv", LIST));
    accounts.createIfAbsent("liling", "醴陵地名干部", PASSWORD, Role.PLACE_NAME_CLERK, "430281");
    clerk = Browser.of(port, "liling", PASSWORD);
    anybody = new Browser(port);
  }

  private static String code(String name) {
    return database().sql("SELECT p.code FROM place p JOIN name n ON n.place_id = p.id WHERE n.text = :name").param("name", name).query(String.class).single();
  }

  private String report(String place, String text) {
    Browser.Answer answer = anybody.post("/api/reports", Map.of("place", code(place), "what", "spelling", "text", text, "contact", "13812345678"));
    assertThat(answer.status()).as(answer.raw().body()).isEqualTo(201);
    return answer.json().path("receipt").asString();
  }

  private JsonNode waiting() {
    return clerk.get("/api/error-reports").json().path("reports");
  }

  private static String id(String receipt) {
    return database().sql("SELECT id::text FROM error_report WHERE receipt = :receipt").param("receipt", receipt).query(String.class).single();
  }

  @Test
  void whatIsReportedWaitsForTheClerkAndHisAnswerIsReadWithTheReceipt() {
    String receipt = report("醴陵市", "醴读 lǐ");
    JsonNode one = waiting().get(0);
    assertThat(one.path("placeName").asString()).isEqualTo("醴陵市");
    assertThat(one.path("text").asString()).isEqualTo("醴读 lǐ");
    assertThat(one.path("what").asString()).isEqualTo("spelling");
    assertThat(one.path("maskedContact").asString()).doesNotContain("13812345678");

    JsonNode item = clerk.get("/api/desk").json().path("items").get(0);
    assertThat(item.path("kind").asString()).isEqualTo("report");
    assertThat(item.path("page").asString()).isEqualTo("/desk/reports");
    assertThat(item.path("values").path("name").asString()).isEqualTo("醴陵市");
    assertThat(item.path("spot").path("lon").asDouble()).isEqualTo(113.49);
    assertThat(item.path("due").isNull()).isTrue();

    Browser.Answer contact = clerk.post("/api/error-reports/" + id(receipt) + "/contact", null);
    assertThat(contact.json().path("contact").asString()).isEqualTo("13812345678");
    assertThat(clerk.post("/api/error-reports/" + id(receipt) + "/answer", Map.of("outcome", "answered", "answer", "已更正，谢谢")).status()).isEqualTo(204);

    JsonNode standing = anybody.get("/api/reports/" + receipt).json();
    assertThat(standing.path("state").asString()).isEqualTo("answered");
    assertThat(standing.path("answer").asString()).isEqualTo("已更正，谢谢");
    assertThat(waiting()).isEmpty();
    assertThat(clerk.get("/api/desk").json().path("items")).isEmpty();
    assertThat(database().sql("SELECT action FROM audit WHERE action LIKE 'report.%' ORDER BY at").query(String.class).list()).containsExactly("report.contact", "report.answer");
    assertThat(clerk.post("/api/error-reports/" + id(receipt) + "/answer", Map.of("outcome", "dismissed", "answer", "不")).status()).isEqualTo(404);
  }

  @Test
  void aListThatIsCutSaysThatOthersWaitBehind() {
    report("醴陵市", "先");
    report("醴陵市", "后");
    JsonNode first = clerk.get("/api/error-reports?limit=1").json();
    assertThat(first.path("reports")).hasSize(1);
    assertThat(first.path("reports").get(0).path("text").asString()).isEqualTo("先");
    assertThat(first.path("more").asBoolean()).isTrue();
    JsonNode both = clerk.get("/api/error-reports?limit=2").json();
    assertThat(both.path("reports")).hasSize(2);
    assertThat(both.path("more").asBoolean()).isFalse();
  }

  @Test
  void reportsBesideTheJurisdictionAreClosed() {
    String beside = id(report("攸县", "攸读 yōu"));
    report("醴陵市", "醴读 lǐ");
    List<String> names = new ArrayList<>();
    waiting().forEach(one -> names.add(one.path("placeName").asString()));
    assertThat(names).containsExactly("醴陵市");
    Browser.Answer refused = clerk.post("/api/error-reports/" + beside + "/answer", Map.of("outcome", "answered", "answer", "好"));
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.detail()).contains("不在您的管辖范围");
    assertThat(clerk.post("/api/error-reports/" + beside + "/contact", null).status()).isEqualTo(403);
    assertThat(anybody.get("/api/error-reports").status()).isEqualTo(401);
  }

  private void answer(Browser by, String receipt, String outcome, String words) {
    assertThat(by.post("/api/error-reports/" + id(receipt) + "/answer", Map.of("outcome", outcome, "answer", words)).status()).isEqualTo(204);
  }

  @Test
  void whatWasAnsweredIsListedWithTheOfficerTheLastFirstAndPageByPage() {
    accounts.createIfAbsent("youxian", "攸县地名干部", PASSWORD, Role.PLACE_NAME_CLERK, "430223");
    answer(Browser.of(port, "youxian", PASSWORD), report("攸县", "攸读 yōu"), "answered", "已更正");
    List<String> receipts = new ArrayList<>();
    for (int i = 1; i <= 5; i++) {
      receipts.add(report("醴陵市", "第%d份".formatted(i)));
    }
    for (int i : List.of(2, 0, 1, 3)) {
      answer(clerk, receipts.get(i), i == 1 ? "dismissed" : "answered", "答复" + (i + 1));
    }
    List<String> texts = new ArrayList<>();
    String next = "";
    do {
      Browser.Answer page = clerk.get("/api/error-reports/answered?limit=2" + next);
      assertThat(page.status()).as(page.raw().body()).isEqualTo(200);
      page.json().path("reports").forEach(one -> texts.add(one.at("/report/text").asString() + one.path("answer").asString() + one.path("state").asString()));
      next = page.json().path("next").isNull() ? null : "&cursor=" + page.json().path("next").asString();
    } while (next != null);
    assertThat(texts).containsExactly("第4份答复4answered", "第2份答复2dismissed", "第1份答复1answered", "第3份答复3answered");
    JsonNode last = clerk.get("/api/error-reports/answered").json().path("reports").get(0);
    assertThat(last.path("by").asString()).isEqualTo("醴陵地名干部");
    assertThat(java.time.Instant.parse(last.path("at").asString())).isBetween(java.time.Instant.now().minusSeconds(60), java.time.Instant.now());
    assertThat(last.at("/report/receipt").asString()).isEqualTo(receipts.get(3));
    assertThat(waiting()).hasSize(1);
  }

  @Test
  void whatIsNoPageOfAnsweredReportsIsRefused() {
    assertThat(clerk.get("/api/error-reports/answered?limit=201").status()).isEqualTo(400);
    assertThat(clerk.get("/api/error-reports/answered?cursor=x").detail()).contains("不是本服务给出的");
    assertThat(anybody.get("/api/error-reports/answered").status()).isEqualTo(401);
  }

  @Test
  void anAnswerThatSaysNothingIsRefused() {
    String id = id(report("醴陵市", "x"));
    for (Map<String, String> body : List.of(Map.of("outcome", "answered"), Map.of("outcome", "open", "answer", "x"), Map.of("answer", "x"),
        Map.of("outcome", "answered", "answer", " "), Map.of("outcome", "answered", "answer", "x".repeat(2001)))) {
      assertThat(clerk.post("/api/error-reports/" + id + "/answer", body).status()).as(body.toString()).isEqualTo(400);
    }
    assertThat(waiting()).hasSize(1);
    assertThat(clerk.get("/api/error-reports?limit=0").status()).isEqualTo(400);
  }
}
