package org.mingjie.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mingjie.TestDatabase;

/** The program as a process of its own that cannot start: one message with its remedy, and no trace. */
@Tag("long")
class StartFailureTest {

  @TempDir private Path home;

  private List<String> refusal(Map<String, String> settings) throws Exception {
    ProcessBuilder command = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx512m",
        "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"), "org.mingjie.Mingjie", "run").redirectErrorStream(true);
    Map<String, String> all = new HashMap<>(Map.of("MINGJIE_HOME", home.toString(), "MINGJIE_PORT", "0", "MINGJIE_MANAGEMENT_PORT", "0",
        "MINGJIE_ADDRESS", "127.0.0.1", "MINGJIE_START_SAMPLE", "false"));
    all.putAll(settings);
    command.environment().putAll(all);
    Process process = command.start();
    List<String> said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    assertThat(process.waitFor()).as(String.join("\n", said)).isEqualTo(2);
    assertThat(said).as("one message and its remedy").hasSize(2);
    assertThat(said.get(1)).startsWith("改法：");
    return said;
  }

  @Test
  void anAddressOfAnotherMachineIsNamed() throws Exception {
    assertThat(refusal(Map.of("MINGJIE_DATABASE_URL", TestDatabase.freshUrl(), "MINGJIE_ADDRESS", "192.0.2.7")).get(0))
        .isEqualTo("不能在地址 192.0.2.7 上监听：它不是这台机器的地址。");
  }

  @Test
  void anAddressThatIsNoneIsNamed() throws Exception {
    assertThat(refusal(Map.of("MINGJIE_DATABASE_URL", TestDatabase.freshUrl(), "MINGJIE_ADDRESS", "no such host")).get(0))
        .isEqualTo("不能在地址 no such host 上监听：它不是这台机器的地址。");
  }

  @Test
  void aPortThatIsTakenMeanwhileIsNamed() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThat(refusal(Map.of("MINGJIE_DATABASE_URL", TestDatabase.freshUrl(), "MINGJIE_PORT", Integer.toString(taken.getLocalPort()))).get(0))
          .contains("端口 " + taken.getLocalPort() + " 已被别的程序占用");
    }
  }

  @Test
  void aDatabaseThatDoesNotAnswerIsTold() throws Exception {
    assertThat(refusal(Map.of("MINGJIE_DATABASE_URL", "postgresql://a:b@127.0.0.1:1/none")).get(0)).startsWith("连不上数据库");
  }

  @Test
  void aDataFolderThatCannotBeIsTold() throws Exception {
    Path file = Files.writeString(home.resolve("file"), "not a folder");
    assertThat(refusal(Map.of("MINGJIE_DATABASE_URL", TestDatabase.freshUrl(), "MINGJIE_HOME", file.resolve("data").toString())).get(0))
        .startsWith("数据文件夹 " + file.resolve("data") + " 不能建立");
  }

  @ParameterizedTest
  @CsvSource({"MINGJIE_TRUSTED_PROXIES,zz", "MINGJIE_TRUSTED_PROXIES,10.0.0.0/99", "MINGJIE_SECOND_FACTOR,maybe", "MINGJIE_OIDC_ROLE,approver", "MINGJIE_OIDC_ISSUER,https://sso.example.cn", "MINGJIE_OIDC_JURISDICTION,4302x", "MINGJIE_SESSION_IDLE,PT1S", "MINGJIE_SESSION_ABSOLUTE,PT192H", "MINGJIE_POOL_SIZE,1"})
  void aSettingThatCannotBeIsNamedWithItsValue(String variable, String value) throws Exception {
    List<String> said = refusal(Map.of("MINGJIE_DATABASE_URL", TestDatabase.freshUrl(), variable, value));
    assertThat(said.get(0)).startsWith(variable + " 须是").contains(value);
    assertThat(said.get(1)).contains("Settings");
  }
}
