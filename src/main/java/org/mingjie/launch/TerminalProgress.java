package org.mingjie.launch;

import java.io.PrintStream;
import org.mingjie.exchange.Progress;

/** A bar on a terminal, a plain line for each stage elsewhere. Ctrl+C stops the work. */
final class TerminalProgress implements Progress {

  private static final int WIDTH = 30;
  private static final long TELL_MILLIS = 100;

  private final PrintStream out;
  private final boolean terminal = System.console() != null;
  private final Interruption interruption;
  private String stage = "";
  private long told;
  private long begun = System.nanoTime();

  TerminalProgress(PrintStream out, Interruption interruption) {
    this.out = out;
    this.interruption = interruption;
  }

  @Override
  public void at(String now, long done, long total) {
    boolean next = !now.equals(stage);
    if (!terminal) {
      if (next) {
        ended();
        out.println(now);
      }
    } else if (next || System.currentTimeMillis() - told > TELL_MILLIS) {
      told = System.currentTimeMillis();
      out.print((next && !stage.isEmpty() ? "\n" : "\r") + line(now, done, total));
      out.flush();
    }
    if (next) {
      begun = System.nanoTime();
    }
    stage = now;
  }

  /** How long the stage before took, on a line of its own: plain lines are read by programs. */
  private void ended() {
    if (!stage.isEmpty()) {
      out.println("%s：%.1f 秒".formatted(stage, (System.nanoTime() - begun) / 1e9));
    }
  }

  private static String line(String stage, long done, long total) {
    if (total <= 0) {
      return stage;
    }
    int filled = (int) Math.min(WIDTH, done * WIDTH / total);
    return "%s [%s%s] %d%%".formatted(stage, "#".repeat(filled), "-".repeat(WIDTH - filled), Math.min(100, done * 100 / total));
  }

  @Override
  public boolean cancelled() {
    return interruption.asked();
  }
}
