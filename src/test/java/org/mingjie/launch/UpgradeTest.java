package org.mingjie.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.mingjie.Mingjie;
import org.mingjie.TestDatabase;
import org.mingjie.TestFolders;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A data folder that the program of the commit before has filled is taken over by this one, with all that is in it. */
@Tag("long")
class UpgradeTest {

  private static final Pattern ADDRESS = Pattern.compile("地址 +(http://\\S+)/");
  private static final Pattern ADMINISTRATOR = Pattern.compile("登录 +admin / (\\S+)");
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final Path folder = TestFolders.create("mingjie-upgrade-");
  private final Path home = folder.resolve("home");
  private final Path log = folder.resolve("log");
  private Process server;

  private static String run(Path where, String... command) throws Exception {
    Process process = new ProcessBuilder(command).directory(where.toFile()).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(String.join(" ", command) + "\n" + said).isZero();
    return said.strip();
  }

  /** The commit before this one; before what is not committed yet, the last one. */
  private static String earlier(Path project) throws Exception {
    return run(project, "git", "rev-parse", run(project, "git", "status", "--porcelain").isEmpty() ? "HEAD~1" : "HEAD");
  }

  private static boolean hasHistory(Path project) throws Exception {
    return Files.exists(project.resolve(".git")) && new ProcessBuilder("git", "rev-parse", "--verify", "-q", "HEAD~1").directory(project.toFile())
        .redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor() == 0;
  }

  private Path build(Path project, String commit) throws Exception {
    Path sources = Files.createDirectory(folder.resolve("sources"));
    run(project, "sh", "-c", "git archive %s | tar -x -C '%s'".formatted(commit, sources));
    run(sources, "mvn", "-q", "-o", "-B", "-DskipTests", "package");
    return sources.resolve("target/mingjie.jar");
  }

  private void start(String... program) throws Exception {
    List<String> command = new ArrayList<>(List.of(ProcessHandle.current().info().command().orElse("java"), "-Xmx700m"));
    command.addAll(List.of(program));
    command.add("run");
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("MINGJIE_"));
    builder.environment().putAll(Map.of("MINGJIE_HOME", home.toString(), "MINGJIE_PORT", "0", "MINGJIE_MANAGEMENT_PORT", "0", "MINGJIE_ADDRESS", "127.0.0.1"));
    server = builder.start();
    Instant limit = Instant.now().plus(PATIENCE);
    while (!said().contains("停止") && server.isAlive() && Instant.now().isBefore(limit)) {
      Thread.sleep(200);
    }
    assertThat(said()).contains("停止");
  }

  private String said() throws IOException {
    return Files.exists(log) ? Files.readString(log) : "";
  }

  private String find(Pattern pattern) throws IOException {
    Matcher found = pattern.matcher(said());
    assertThat(found.find()).as(said()).isTrue();
    return found.group(1);
  }

  @AfterEach
  void stop() throws Exception {
    if (server != null) {
      server.destroy();
      assertThat(server.waitFor(60, TimeUnit.SECONDS)).isTrue();
      server = null;
    }
  }

  private JsonNode read(String address, String... headers) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(find(ADDRESS) + address));
    HttpResponse<String> answer = HttpClient.newHttpClient().send((headers.length == 0 ? request : request.headers(headers)).build(), HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(address + answer.body()).isEqualTo(200);
    return JsonMapper.shared().readTree(answer.body());
  }

  /** What the registry answers: its places, a name found, a feature in its shape. */
  private List<JsonNode> answers() throws Exception {
    JsonNode found = read("/api/search?limit=5&q=" + URLEncoder.encode("青渡县", StandardCharsets.UTF_8)).path("results");
    assertThat(found).isNotEmpty();
    String code = found.get(0).path("code").asString();
    return List.of(read("/ogc/collections/places/items?limit=1").path("numberMatched"), read("/ogc/collections/divisions/items?limit=1").path("numberMatched"),
        found.get(0).path("code"), found.get(0).path("name"), found.get(0).path("spelling"), read("/ogc/collections/places/items/" + code).path("geometry"));
  }

  @Test
  void aProgramThatIsOlderThanItsDatabaseRefusesToStart() throws Exception {
    String url = TestDatabase.freshUrl();
    start(url).close();
    try (Connection connection = DriverManager.getConnection(url)) {
      connection.createStatement().execute("""
          INSERT INTO app.flyway_schema_history (installed_rank, version, description, type, script, checksum, installed_by, execution_time, success)
          VALUES (9000, '9000', 'of the future', 'SQL', 'V9000__of_the_future.sql', 1, 'x', 1, true)""");
    }
    assertThatThrownBy(() -> start(url).close()).hasRootCauseInstanceOf(StartRefused.class).rootCause().hasMessageContaining("9000");
  }

  private ConfigurableApplicationContext start(String url) {
    SpringApplication application = new SpringApplication(Mingjie.class);
    application.setWebApplicationType(WebApplicationType.NONE);
    return application.run("--mingjie.command=true", "--mingjie.database-url=" + url, "--mingjie.home=" + home, "--mingjie.pool-size=3", "--logging.level.root=off");
  }

  @Test
  void whatTheProgramBeforeHasWrittenIsThereInThisOne() throws Exception {
    Path project = Path.of("").toAbsolutePath();
    assumeTrue(hasHistory(project), "no commit before this one is at hand");
    start("-jar", build(project, earlier(project)).toString());
    List<JsonNode> before = answers();
    String password = find(ADMINISTRATOR);
    stop();

    start("-cp", System.getProperty("java.class.path"), "org.mingjie.Mingjie");

    assertThat(answers()).isEqualTo(before);
    assertThat(find(ADMINISTRATOR)).isEqualTo(password);
    assertThat(read("/api/imports/profiles", "Authorization", "Basic " + Base64.getEncoder().encodeToString(("admin:" + password).getBytes(StandardCharsets.UTF_8)))).isNotEmpty();
    stop();
    ProcessBuilder verify = new ProcessBuilder(ProcessHandle.current().info().command().orElse("java"), "-cp", System.getProperty("java.class.path"), "org.mingjie.Mingjie", "verify-audit");
    verify.environment().put("MINGJIE_HOME", home.toString());
    Process verified = verify.redirectErrorStream(true).start();
    assertThat(new String(verified.getInputStream().readAllBytes(), StandardCharsets.UTF_8)).contains("完好");
    assertThat(verified.waitFor()).isZero();
  }
}
