package org.mingjie.launch;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.springframework.context.ConfigurableApplicationContext;

/** The command line inside the program; the shell launcher {@code mingjie} prepares the machine and calls it. */
public final class CommandLine {

  private static final int REFUSED = 2;

  private CommandLine() {}

  /** Runs a command and closes the context. @return the exit code */
  public static int run(ConfigurableApplicationContext context, String name, List<String> arguments) {
    try (Interruption interruption = new Interruption(); context) {
      Command command = context.getBeansOfType(Command.class).values().stream()
          .filter(c -> c.name().equals(name)).findFirst()
          .orElseThrow(() -> new StartRefused("没有“" + name + "”这个命令。", "./mingjie help"));
      return command.run(arguments, interruption);
    }
  }

  /** Runs the start; what cannot be is said in one message and ends the process with 2. */
  public static void guard(Runnable start) {
    try {
      start.run();
    } catch (RuntimeException | Error failed) {
      StartFailure failure = StartFailure.of(failed, System.getenv("MINGJIE_ADDRESS"));
      PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
      err.println(failure.message() + "\n改法：" + failure.remedy());
      System.exit(REFUSED);
    }
  }
}
