package org.mingjie.launch;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.mingjie.access.AuditAnchors;
import org.mingjie.access.AuditVerification;
import org.springframework.stereotype.Component;

/** {@code verify-audit [FILE OF ANCHORS]...}: whether the chain of the audit is whole; 1 where it is not. */
@Component
class VerifyAuditCommand implements Command {

  private static final String USAGE = "./mingjie verify-audit [另存的末端记录文件]...";
  private static final int NOT_WHOLE = 1;
  private static final int REFUSED = 2;

  private final AuditVerification verification;
  private final AuditAnchors anchors;

  VerifyAuditCommand(AuditVerification verification, AuditAnchors anchors) {
    this.verification = verification;
    this.anchors = anchors;
  }

  @Override
  public String name() {
    return "verify-audit";
  }

  @Override
  public int run(List<String> arguments, Interruption interruption) {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    List<AuditAnchors.Anchor> more = new ArrayList<>();
    for (String argument : arguments) {
      List<AuditAnchors.Anchor> read = read(argument);
      if (read.isEmpty()) {
        out.println(argument + "：不是末端记录的文件，或者读不到\n改法：" + USAGE + "，文件里每行是“时间 位置 校验值”，从 log/audit-anchors 或 /api/audit/anchor 抄来");
        return REFUSED;
      }
      more.addAll(read);
    }
    AuditVerification.Outcome outcome = verification.verify(more);
    out.println("审计链：%d 条记录，%d 条还没有入链，与 %d 个另存的末端比较".formatted(outcome.records(), outcome.waiting(), outcome.anchors()));
    outcome.faults().forEach(fault -> out.println("  %s %s %s".formatted(
        fault.position() == null ? "位置不明" : "第 " + fault.position() + " 条", fault.record() == null ? "" : fault.record(), fault.what())));
    out.println(outcome.isWhole() ? "完好" : "不完好：上面的记录被人绕过程序改动过");
    anchors.current().ifPresent(now -> out.println("现在的末端（可抄下另存）：" + now.line()));
    return outcome.isWhole() ? 0 : NOT_WHOLE;
  }

  private static List<AuditAnchors.Anchor> read(String file) {
    try (var lines = Files.lines(Path.of(file), StandardCharsets.ISO_8859_1)) {
      return lines.flatMap(line -> AuditAnchors.parse(line).stream()).toList();
    } catch (IOException | RuntimeException none) {
      return List.of();
    }
  }
}
