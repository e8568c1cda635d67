package org.mingjie;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.PlaywrightException;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** When a test in the browser fails: the words of each open page are printed, and its picture is kept. */
public final class WhatThePageShowed implements AfterTestExecutionCallback {

  @Override
  public void afterTestExecution(ExtensionContext context) {
    if (context.getExecutionException().isEmpty()) {
      return;
    }
    String test = context.getRequiredTestClass().getSimpleName() + "-" + context.getRequiredTestMethod().getName();
    int number = 0;
    for (BrowserContext visitor : Chromium.browser().contexts()) {
      for (Page page : visitor.pages()) {
        tell(page, test + "-" + ++number);
      }
    }
  }

  private static void tell(Page page, String name) {
    try {
      System.err.println("=== " + name + " showed at " + page.url() + "\n" + page.locator("body").innerText());
      page.screenshot(new Page.ScreenshotOptions().setPath(Path.of("target/failed", name + ".png")));
    } catch (PlaywrightException alreadyGone) {
      System.err.println("=== " + name + ": " + alreadyGone.getMessage());
    }
  }
}
