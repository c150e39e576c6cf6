extension DashboardState {
  /// Marks the rows that Auto-RGN would leave alone, for `space` to freeze; nothing is sent.
  mutating func markHint() {
    guard let run else { return }
    guard let hint = FreezeHint(run) else {
      toast(.information, "no layer's relative gradient is under a tenth of the greatest")
      return
    }
    self.run?.board.mark(hint.rows)
    toast(
      .information,
      "Auto-RGN would hardly move \(hint.text(of: run.board)); \(key(.toggleRows)) freezes them")
  }

  /// Orders the board by the next thing.
  mutating func cycleOrder() {
    guard let order = run?.board.order.next else { return }
    orderBoard(by: order)
  }

  mutating func orderBoard(by order: BoardOrder, reversed: Bool = false) {
    run?.arrangeBoard(by: order, reversed: reversed)
    orderRenewedAt = now
  }

  /// Renews an order by values that change, every few seconds, so that rows don't flit about.
  mutating func renewOrder() {
    guard let board = run?.board, board.order != .network, now >= orderRenewedAt + 5 else { return }
    orderBoard(by: board.order, reversed: board.isReversed)
  }
}
