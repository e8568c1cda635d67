package org.mingjie.launch;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mingjie.exchange.Cancelled;
import org.mingjie.exchange.ExportService;
import org.mingjie.exchange.FileRefused;
import org.springframework.stereotype.Component;

/** {@code export [--division CODE] FILE.geojsonl[.gz]} */
@Component
class ExportCommand implements Command {

  private static final String USAGE = "./mingjie export [--division 区划代码] 文件.geojsonl[.gz]";

  private final ExportService exports;

  ExportCommand(ExportService exports) {
    this.exports = exports;
  }

  private record Request(Path file, String division) {}

  @Override
  public String name() {
    return "export";
  }

  @Override
  public int run(List<String> arguments, Interruption interruption) {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    try {
      Request request = parse(arguments);
      long count = exports.export(request.file(), request.division(), new TerminalProgress(out, interruption));
      out.println("exported " + count);
      return 0;
    } catch (FileRefused refused) {
      out.println(refused.file() + "：" + refused.getMessage() + "\n改法：" + refused.remedy());
      return 2;
    } catch (Cancelled cancelled) {
      out.println("\n" + cancelled.getMessage());
      return 2;
    }
  }

  private static Request parse(List<String> arguments) {
    @Nullable String file = null;
    String division = "";
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      if (argument.equals("--division")) {
        division = i + 1 < arguments.size() ? arguments.get(++i) : "";
        if (!division.matches("[0-9]{1,12}")) {
          throw new FileRefused(argument, "后面要给区划代码，只能是数字", "例如 --division 430281");
        }
      } else if (argument.startsWith("-")) {
        throw new FileRefused(argument, "没有这个选项", USAGE);
      } else if (file != null) {
        throw new FileRefused(argument, "只能导出到一个文件", USAGE);
      } else {
        file = argument;
      }
    }
    if (file == null) {
      throw new FileRefused("export", "没有给出文件", USAGE);
    }
    return new Request(known(Path.of(file)), division);
  }

  /** The name alone is told: the launcher may have put the file elsewhere for the while. */
  private static Path known(Path file) {
    String name = String.valueOf(file.getFileName());
    if (!name.matches(".+\\.geojsonl(\\.gz)?")) {
      throw new FileRefused(name, "不认识这种文件名，只能导出 .geojsonl 和 .geojsonl.gz", USAGE);
    }
    return file;
  }
}
