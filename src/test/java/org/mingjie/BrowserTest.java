package org.mingjie;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.web.server.LocalServerPort;

/** The sample district in Debian's chromium. Whatever the browser complains of, scripts and content policy, fails the test. */
@ExtendWith(WhatThePageShowed.class)
public abstract class BrowserTest extends SampleTest {

  @LocalServerPort private int port;
  private final List<String> complaints = new ArrayList<>();
  private final List<BrowserContext> contexts = new ArrayList<>();

  @AfterEach
  void nothingToComplainOf() {
    contexts.forEach(BrowserContext::close);
    assertThat(complaints).isEmpty();
  }

  /** A visitor of his own, who keeps nothing of others. */
  protected Page visit(String address, com.microsoft.playwright.Browser.NewContextOptions options) {
    BrowserContext context = Chromium.browser().newContext(options);
    contexts.add(context);
    context.setDefaultTimeout(10_000);
    Page page = context.newPage();
    page.onPageError(complaints::add);
    page.onConsoleMessage(m -> {
      if (m.type().equals("error")) {
        complaints.add(m.text() + " " + m.location());
      }
    });
    page.navigate(address.startsWith("/") ? here() + address : address);
    return page;
  }

  protected Page desk(String address) {
    return visit(address, new com.microsoft.playwright.Browser.NewContextOptions().setLocale("zh-CN").setViewportSize(1440, 900));
  }

  protected Page phone(String address) {
    return visit(address, new com.microsoft.playwright.Browser.NewContextOptions().setLocale("zh-CN").setViewportSize(390, 844));
  }

  protected int port() {
    return port;
  }

  protected String here() {
    return "http://127.0.0.1:" + port;
  }

  /** What the test has already looked at: a refused request is told on the console. */
  protected void forgetComplaints() {
    complaints.clear();
  }

  protected static String codeOf(String name) {
    return database().sql("SELECT min(p.code) FROM place p JOIN name n ON n.place_id = p.id WHERE n.text = ? AND n.kind = 'name' AND upper_inf(n.valid)")
        .params(name).query(String.class).single();
  }
}
