package org.mingjie.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.mingjie.RegistryTest;
import org.mingjie.access.Accounts;
import org.mingjie.access.Audit;
import org.mingjie.access.AuditAnchors;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** {@code ./mingjie verify-audit} tells with its words and its exit code whether the audit is whole. */
@ExtendWith(OutputCaptureExtension.class)
class VerifyAuditCommandTest extends RegistryTest {

  @Autowired private VerifyAuditCommand command;
  @Autowired private Audit audit;
  @Autowired private AuditAnchors anchors;
  @Value("${mingjie.home}") private Path home;

  @BeforeEach
  void records() throws Exception {
    Files.deleteIfExists(home.resolve("log/audit-anchors"));
    for (int i = 1; i <= 3; i++) {
      audit.record(Accounts.SYSTEM, "test.act", "place:P" + i, null, "{}");
    }
    while (database().sql("SELECT count(*) FROM audit_seal").query(Long.class).single() < 3) {
      Thread.sleep(50);
    }
  }

  private int run(String... arguments) {
    try (Interruption interruption = new Interruption()) {
      return command.run(List.of(arguments), interruption);
    }
  }

  private static void tamper(String sql) throws Exception {
    try (Connection connection = asSuperuser(); Statement run = connection.createStatement()) {
      run.execute("SET search_path = app, public; SET session_replication_role = replica; " + sql);
    }
  }

  @Test
  void aWholeChainIsSaidToBeWholeAndItsEndIsPrinted(CapturedOutput said) {
    assertThat(run()).isZero();
    assertThat(said.getAll()).contains("3 条记录", "完好", "现在的末端", " 3 ");
  }

  @Test
  void whatWasAlteredIsNamedAndTheExitCodeIsOne(CapturedOutput said) throws Exception {
    tamper("UPDATE audit SET reason = 'x' WHERE object = 'place:P2'");
    assertThat(run()).isEqualTo(1);
    assertThat(said.getAll()).contains("第 2 条", "记录被改动", "不完好");
  }

  @Test
  void anEndThatWasKeptElsewhereProvesThatTheTailIsCut(CapturedOutput said, @TempDir Path folder) throws Exception {
    Path kept = Files.writeString(folder.resolve("kept.txt"), "抄自 2026 年\n" + anchors.current().orElseThrow().line() + "\n", StandardCharsets.UTF_8);
    assertThat(run(kept.toString())).isZero();
    tamper("WITH s AS (DELETE FROM audit_seal WHERE position = 3 RETURNING audit_id) DELETE FROM audit a USING s WHERE a.id = s.audit_id");
    assertThat(run()).isZero();
    assertThat(run(kept.toString())).isEqualTo(1);
    assertThat(said.getAll()).contains("从末尾被截去");
  }

  @Test
  void aFileWithoutAnEndIsRefused(CapturedOutput said, @TempDir Path folder) throws Exception {
    assertThat(run(Files.writeString(folder.resolve("x"), "nothing").toString())).isEqualTo(2);
    assertThat(run(folder.resolve("missing").toString())).isEqualTo(2);
    assertThat(said.getAll()).contains("改法：./mingjie verify-audit");
  }
}
