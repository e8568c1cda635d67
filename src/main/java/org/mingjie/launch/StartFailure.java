package org.mingjie.launch;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.BindException;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.validation.BindValidationException;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.core.convert.ConversionFailedException;

/**
 * Why the program did not start, in one message; the whole story goes to a file.
 *
 * @param message what is wrong, in Chinese
 * @param remedy the act that mends it
 */
record StartFailure(String message, String remedy) {

  /** With which the messages of settings begin that are refused. */
  private static final String SETTING = "MINGJIE_";

  private static final String SEE_SETTINGS = "对照 README 的“Settings”一节改正";
  private static final String LOG = "log/start-failure.log";

  static StartFailure of(Throwable failed, @Nullable String address) {
    StartRefused refused = (StartRefused) cause(failed, c -> c instanceof StartRefused);
    if (refused != null) {
      return new StartFailure(String.valueOf(refused.getMessage()), refused.remedy());
    }
    PortInUseException taken = (PortInUseException) cause(failed, c -> c instanceof PortInUseException);
    if (taken != null) {
      return new StartFailure("端口 %d 已被别的程序占用（ss -ltnp 可以看到是谁）。".formatted(taken.getPort()),
          "换一个端口：MINGJIE_PORT=8090 ./mingjie run；管理端口用 MINGJIE_MANAGEMENT_PORT");
    }
    if (cause(failed, c -> c instanceof BindException || c instanceof UnknownHostException) != null || isAddress(failed)) {
      return new StartFailure("不能在地址 %s 上监听：它不是这台机器的地址。".formatted(address == null ? "" : address),
          "unset MINGJIE_ADDRESS（监听全部地址），或写这台机器的一个地址（hostname -I）");
    }
    Throwable refusedSetting = cause(failed, c -> c instanceof IllegalArgumentException && String.valueOf(c.getMessage()).startsWith(SETTING));
    if (refusedSetting != null) {
      return new StartFailure(first(refusedSetting), SEE_SETTINGS);
    }
    Throwable setting = cause(failed, c -> c instanceof ConversionFailedException || c instanceof BindValidationException);
    if (setting != null) {
      return new StartFailure("有一项设置的值不对：%s".formatted(first(setting)), SEE_SETTINGS);
    }
    Throwable deepest = failed;
    while (deepest.getCause() != null) {
      deepest = deepest.getCause();
    }
    return new StartFailure("没有启动成功：%s".formatted(first(deepest)), "把 %s 交给管理员".formatted(write(failed)));
  }

  private static boolean isAddress(Throwable failed) {
    Throwable conversion = cause(failed, c -> c instanceof ConversionFailedException);
    return conversion != null && String.valueOf(conversion.getMessage()).contains("InetAddress");
  }

  private static @Nullable Throwable cause(Throwable failed, Predicate<Throwable> wanted) {
    for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
      if (wanted.test(cause)) {
        return cause;
      }
    }
    return null;
  }

  private static String first(Throwable cause) {
    String message = String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
    return message.isBlank() || message.equals("null") ? cause.getClass().getSimpleName() : message;
  }

  /** @return where the whole story is */
  private static String write(Throwable failed) {
    String home = System.getenv("MINGJIE_HOME");
    Path file = Path.of(home == null ? System.getProperty("java.io.tmpdir") : home).resolve(LOG);
    try {
      Files.createDirectories(file.getParent());
      try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(file))) {
        failed.printStackTrace(out);
      }
      return file.toString();
    } catch (IOException unwritable) {
      failed.printStackTrace();
      return "上面的记录";
    }
  }
}
