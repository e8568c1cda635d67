package org.mingjie.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mingjie.RegistryTest;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The log as JSON, each line with the trace of the request; whoever meets a fault is told the trace. */
@ExtendWith(OutputCaptureExtension.class)
@TestPropertySource(properties = "logging.structured.format.console=ecs")
class TracesTest extends RegistryTest {

  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

  @LocalServerPort private int port;

  /** A fault of ours: the table that the answer is read from is away. */
  private HttpResponse<String> fault(String... headers) throws Exception {
    database().sql("ALTER TABLE place RENAME TO place_away").update();
    try {
      HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/places/P000000000001"));
      return HttpClient.newHttpClient().send((headers.length == 0 ? request : request.headers(headers)).build(), HttpResponse.BodyHandlers.ofString());
    } finally {
      database().sql("ALTER TABLE place_away RENAME TO place").update();
    }
  }

  private static List<JsonNode> lines(CapturedOutput log, String trace) {
    return log.getOut().lines().filter(line -> line.startsWith("{") && line.contains(trace)).map(line -> JsonMapper.shared().readTree(line)).toList();
  }

  @Test
  void theTraceOfTheClientStandsInTheProblemAndInTheLog(CapturedOutput log) throws Exception {
    HttpResponse<String> answer = fault("traceparent", "00-" + TRACE + "-b7ad6b7169203331-01");
    assertThat(answer.statusCode()).isEqualTo(500);
    assertThat(JsonMapper.shared().readTree(answer.body()).path("trace").asString()).isEqualTo(TRACE);
    assertThat(lines(log, TRACE)).isNotEmpty().allSatisfy(line -> {
      assertThat(line.path("traceId").asString()).isEqualTo(TRACE);
      assertThat(line.path("log").path("level").asString()).isEqualTo("ERROR");
      assertThat(line.path("@timestamp").asString()).isNotEmpty();
    });
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "nonsense", "00-00000000000000000000000000000000-b7ad6b7169203331-01", "ff-" + TRACE + "-b7ad6b7169203331-01",
      "00-" + TRACE + "-0000000000000000-01", "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01"})
  void whoeverTellsNoneIsGivenOne(String parent, CapturedOutput log) throws Exception {
    HttpResponse<String> answer = parent.isEmpty() ? fault() : fault("traceparent", parent);
    String trace = JsonMapper.shared().readTree(answer.body()).path("trace").asString();
    assertThat(trace).matches("[0-9a-f]{32}").isNotEqualTo(TRACE);
    assertThat(lines(log, trace)).isNotEmpty();
  }
}
