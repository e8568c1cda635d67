package org.mingjie.launch;

import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mingjie.access.Accounts;
import org.mingjie.exchange.Cancelled;
import org.mingjie.exchange.FileRefused;
import org.mingjie.exchange.ImportFailure;
import org.mingjie.exchange.ImportResult;
import org.mingjie.exchange.ImportService;
import org.mingjie.exchange.Profile;
import org.mingjie.exchange.Profiles;
import org.mingjie.geometry.UnknownCoordinateSystem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/** {@code import --profile NAME|FILE [--crs EPSG:n] [--datum gcj02] [--encoding X] [--layer NAME] [--dry-run] [--report FOLDER] FILE...} */
@Component
class ImportCommand implements Command {

  private static final Logger LOG = LoggerFactory.getLogger(ImportCommand.class);
  private static final String USAGE = """
      用法：./mingjie import --profile 名称|文件.yaml [--crs EPSG:代号] [--datum gcj02] [--encoding 编码]
                             [--layer 图层或工作表] [--dry-run] [--report 文件夹] 文件...
      现成的导入方案：%s
      退出码：0 全部导入，1 有的行没有导入，2 文件被拒绝""";

  private final ImportService imports;
  private final Profiles profiles;

  ImportCommand(ImportService imports, Profiles profiles) {
    this.imports = imports;
    this.profiles = profiles;
  }

  @Override
  public String name() {
    return "import";
  }

  @Override
  public int run(List<String> arguments, Interruption interruption) {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    if (arguments.equals(List.of("--help")) || arguments.equals(List.of("-h"))) {
      out.println(usage());
      return 0;
    }
    try {
      ImportService.Request request = parse(arguments);
      ImportResult result = imports.run(request, new TerminalProgress(out, interruption));
      if (result.proposals() > 0) {
        out.println("其中 " + result.proposals() + " 处涉及经批准的地名，没有改动，已列为建议待人决定");
      }
      // the launcher of another user carries the report to where it was asked for and says so itself
      if (request.report() != null && !request.report().toAbsolutePath().startsWith(System.getProperty("java.io.tmpdir"))) {
        out.println("报告：" + request.report().toAbsolutePath().resolve("report.csv"));
      }
      out.println((request.dryRun() ? "（试运行，没有写入）\n" : "") + result.line());
      return result.rejected() > 0 ? 1 : 0;
    } catch (FileRefused refused) {
      out.println("\n文件被拒绝：" + refused.file() + "：" + refused.getMessage() + "\n改法：" + refused.remedy());
      if (!refused.before().equals(ImportResult.nothing())) {
        out.println("前面的文件已经处理，后面的没有开始；下面是前面各文件的合计");
      }
      out.println(refused.before().line());
      return 2;
    } catch (UnknownCoordinateSystem unknown) {
      out.println("\n文件被拒绝：坐标系 " + unknown.system() + "：" + unknown.getMessage());
      out.println(ImportResult.nothing().line());
      return 2;
    } catch (Cancelled cancelled) {
      out.println("\n" + cancelled.getMessage());
      return 2;
    } catch (DataAccessException | TransactionException | UncheckedIOException failed) {
      ImportFailure failure = ImportFailure.of(failed);
      out.println("\n" + failure.message() + "\n改法：" + failure.remedy());
      LOG.error("import failed", failed);
      return 2;
    }
  }

  private ImportService.Request parse(List<String> arguments) {
    @Nullable String profile = null;
    @Nullable String crs = null;
    @Nullable String datum = null;
    @Nullable String encoding = null;
    @Nullable String layer = null;
    @Nullable Path report = null;
    boolean dryRun = false;
    List<Path> files = new ArrayList<>();
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      if (argument.startsWith("--") && arguments.indexOf(argument) < i) {
        throw new FileRefused(argument, "这个选项给了两次", "只留一个");
      }
      switch (argument) {
        case "--profile" -> profile = value(arguments, ++i, argument);
        case "--crs" -> crs = value(arguments, ++i, argument);
        case "--datum" -> datum = value(arguments, ++i, argument);
        case "--encoding" -> encoding = value(arguments, ++i, argument);
        case "--layer" -> layer = value(arguments, ++i, argument);
        case "--report" -> report = Path.of(value(arguments, ++i, argument));
        case "--dry-run" -> dryRun = true;
        default -> {
          if (argument.startsWith("--")) {
            throw new FileRefused(argument, "没有这个选项", usage());
          }
          files.add(Path.of(argument));
        }
      }
    }
    if (profile == null || files.isEmpty()) {
      throw new FileRefused("import", profile == null ? "没有给出 --profile" : "没有给出文件", usage());
    }
    Profile chosen = profile(profile, crs, datum, encoding, layer);
    return new ImportService.Request(chosen, files, dryRun, report, Accounts.SYSTEM);
  }

  private Profile profile(String name, @Nullable String crs, @Nullable String datum, @Nullable String encoding, @Nullable String layer) {
    Profile found = profiles.get(name);
    try {
      return found.with(crs, datum, encoding, layer);
    } catch (IllegalArgumentException wrong) {
      throw new FileRefused("--datum", String.valueOf(wrong.getMessage()), "写 --datum gcj02；没有偏移的坐标不写这一项");
    }
  }

  private String usage() {
    return USAGE.formatted(String.join("、", profiles.names()));
  }

  private String value(List<String> arguments, int i, String option) {
    if (i >= arguments.size()) {
      throw new FileRefused(option, "后面缺值", usage());
    }
    return arguments.get(i);
  }
}
