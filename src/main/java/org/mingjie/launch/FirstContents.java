package org.mingjie.launch;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** What a registry begins with, there before the port opens: nobody sees the sample district half loaded. */
@Component
@ConditionalOnWebApplication
@EnableConfigurationProperties(StartSettings.class)
class FirstContents implements SmartLifecycle {

  /** Before the web server, which starts among the last. */
  private static final int EARLY = 0;

  private final StartSettings settings;
  private final SampleDistrict sample;
  private volatile boolean running;

  FirstContents(StartSettings settings, SampleDistrict sample) {
    this.settings = settings;
    this.sample = sample;
  }

  @Override
  public void start() {
    running = true;
    if (settings.sample() && sample.isWanted()) {
      PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
      out.println("装入虚构的样本区域 云州市（只在第一次启动时）…");
      sample.load();
    }
  }

  @Override
  public void stop() {
    running = false;
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  @Override
  public int getPhase() {
    return EARLY;
  }
}
