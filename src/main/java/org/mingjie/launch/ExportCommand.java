package org.mingjie.launch;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.mingjie.exchange.ExportService;
import org.mingjie.exchange.FileRefused;
import org.springframework.stereotype.Component;

/** {@code export [--division CODE] FILE.geojsonl[.gz]} */
@Component
class ExportCommand implements Command {

  private static final String USAGE = "用法：./mingjie export [--division 区划代码] 文件.geojsonl[.gz]";

  private final ExportService exports;

  ExportCommand(ExportService exports) {
    this.exports = exports;
  }

  @Override
  public String name() {
    return "export";
  }

  @Override
  public int run(List<String> arguments) {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    boolean some = arguments.size() == 3 && arguments.get(0).equals("--division");
    if (!some && arguments.size() != 1) {
      out.println(USAGE);
      return 2;
    }
    try {
      long count = exports.export(Path.of(arguments.get(arguments.size() - 1)), some ? arguments.get(1) : "");
      out.println("exported " + count);
      return 0;
    } catch (FileRefused refused) {
      out.println(refused.file() + "：" + refused.getMessage() + "\n改法：" + refused.remedy());
      return 2;
    }
  }
}
