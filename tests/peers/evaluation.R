# Effects in evaluation.csv with R's lm, clubSandwich (CR2, Satterthwaite) and sandwich (HC2):
# writes peer_evaluation.csv. Debian: r-cran-clubsandwich 0.5.8, r-cran-sandwich 3.0.
suppressPackageStartupMessages({library(clubSandwich); library(sandwich)})
x <- read.csv("evaluation.csv")
x$arm <- relevel(factor(x$arm), ref = "waiting"); x$drawn <- relevel(factor(x$drawn), ref = "waiting")
x$change <- x$after - x$before
say <- function(name, value, se, df, p)
  cat(paste(c(name, sprintf("%.17g", c(value, se, df, p))), collapse = ","), "\n", sep = "")
cat("name,effect,se,df,p_value\n")
by <- function(name, fit, column, cluster, ...) {
  v <- vcovCR(fit, cluster = cluster, type = "CR2", ...)
  t <- coef_test(fit, vcov = v, test = "Satterthwaite", coefs = column)
  say(name, t$beta, t$SE, t$df_Satt, t$p_Satt)
}
by("village", lm(after ~ before + district + arm, x), "armtreated", x$village)
by("village_alone", lm(after ~ arm, x), "armtreated", x$village)
by("did", lm(change ~ district + arm, x), "armtreated", x$village)
by("did_in_villages", lm(change ~ district + drawn, x), "drawntreated", x$village)
by("rows", lm(after ~ before + district + drawn, x), "drawntreated", x$row)
# weights: rows multiplied by the root of theirs, then as above (clubSandwich's own weights have other roots of
# matrices where clusters have several rows; with rows alone both are the same)
root <- sqrt(x$weight)
m <- model.matrix(~ before + district + arm, x) * root
by("weighted", lm(y ~ 0 + ., data.frame(y = x$after * root, m)), "armtreated", x$village)
by("weighted_rows", lm(after ~ before + drawn, x, weights = x$weight), "drawntreated", x$row, inverse_var = TRUE)
# a difference between men and women: everything interacted, villages in both
by("difference", lm(after ~ (before + drawn) * sex, x), "drawntreated:sexP", x$village)
by("change_alone", lm(change ~ 1, x), "(Intercept)", x$village)
fit <- lm(after ~ before + district + drawn, x)
say("hc2", coef(fit)[["drawntreated"]], sqrt(vcovHC(fit, "HC2")["drawntreated", "drawntreated"]), NA, NA)
